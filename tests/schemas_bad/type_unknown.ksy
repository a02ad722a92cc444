# 12:11: error[unknown-type] /seq/1/type: type is not declared
#   expected  a built-in type, or one declared here or imported
#   found     laef
#   hint      did you mean leaf?
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: laef
types:
  leaf:
    seq:
      - id: x
        type: u1
