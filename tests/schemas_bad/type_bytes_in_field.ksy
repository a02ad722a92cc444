# 11:11: error[unknown-type] /seq/1/type: bytes is a type of parameters and casts only
#   expected  no type, and one of size, size-eos, terminator
#   found     bytes
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: m
    type: bytes
    size: 2
