# 12:9: error[type-mismatch] /instances/v/io: expression has the wrong type
#   expected  a stream
#   found     an integer
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    io: n
    pos: 0
    type: u1
