# 12:16: error[type-mismatch] /seq/0/-checksum: a list has no single checksum
#   expected  a field without repeat
#   found     sums, which repeats
meta:
  id: bad
  endian: le
seq:
  - id: sums
    type: u4
    repeat: expr
    repeat-expr: 2
    -checksum: {algorithm: crc32, from: 0, to: 4}
