# 14:12: error[type-mismatch] /instances/v/value: size is not constant
#   expected  a type of fixed size
#   found     the size of bad.a is not constant
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    size: n
instances:
  v:
    value: a._sizeof
