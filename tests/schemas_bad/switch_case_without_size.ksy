# 9:5: error[missing-encoding] /seq/1: str needs an encoding
#   expected  encoding here, or meta/encoding
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type:
      switch-on: n
      cases:
        1: str
