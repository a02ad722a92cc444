# 14:9: error[type-mismatch] /seq/1/type/cases/256: case can never be equal to switch-on
#   expected  0 to 255 (u1)
#   found     256
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
        256: u1
