# 12:12: error[missing-endian] /seq/1/type/cases/1: u4 needs a byte order
#   expected  meta/endian, or u4le or u4be
meta:
  id: bad
seq:
  - id: n
    type: u1
  - id: a
    type:
      switch-on: n
      cases:
        1: u4
