# 13:12: error[unknown-type] /instances/v/value: type is not declared
#   expected  a built-in type, or one declared here or imported
#   found     laef
#   hint      did you mean leaf?
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: sizeof<laef>
types:
  leaf:
    seq:
      - id: x
        type: u1
