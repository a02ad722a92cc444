# 11:11: error[unknown-type] /seq/1/type: type is not declared
#   expected  a built-in type, or one declared here or imported
#   found     b0
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: b0
