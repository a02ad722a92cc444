# 11:11: error[unknown-type] /seq/1/type: type is not declared
#   expected  a built-in type, or one declared here or imported
#   found     leaf::inner
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: leaf::inner
types:
  leaf:
    seq:
      - id: x
        type: u1
