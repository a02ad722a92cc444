# 13:9: error[type-mismatch] /seq/1/type/cases/1.5: case can never be equal to switch-on
#   expected  0 to 255 (u1)
#   found     1.5
meta:
  id: bad
seq:
  - id: n
    type: u1
  - id: m
    type:
      switch-on: n
      cases:
        1.5: u1
