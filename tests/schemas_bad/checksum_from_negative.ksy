# 12:40: error[meaningless-expression] /seq/1/-checksum/from: from is negative
#   expected  0 or more
#   found     -1
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: sum
    type: u1
    -checksum: {algorithm: sum8, from: -1}
