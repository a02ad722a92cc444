# 7:11: error[missing-endian] /seq/0/type: u2 needs a byte order
#   expected  meta/endian, or u2le or u2be
meta:
  id: bad
seq:
  - id: a
    type: u2
