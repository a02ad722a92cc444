# 14:12: error[type-mismatch] /instances/w/value: size is not constant
#   expected  a type of fixed size
#   found     v is not read from the file
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: n + 1
  w:
    value: v._sizeof
