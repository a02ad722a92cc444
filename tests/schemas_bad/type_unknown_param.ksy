# 16:15: error[unknown-type] /types/leaf/params/0/type: type is not declared
#   expected  a built-in type, or one declared here or imported
#   found     nothing
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: leaf(1)
types:
  leaf:
    params:
      - id: p
        type: nothing
