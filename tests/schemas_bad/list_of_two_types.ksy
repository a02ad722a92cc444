# 14:13: error[type-mismatch] /instances/v/value: elements of the list differ in type
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: w
    type: str
    size: 2
    encoding: ASCII
instances:
  v:
    value: "[n, w]"
