# 11:16: error[type-mismatch] /instances/v/value: an f-string takes integers and strings
#   found     a boolean
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: 'f"{n == 1}"'
