# 12:9: error[type-mismatch] /instances/v/io: an integer where a stream is needed
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
