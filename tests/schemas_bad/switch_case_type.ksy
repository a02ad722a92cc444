# 14:10: error[type-mismatch] /seq/1/type/cases/"x": case can never be equal to switch-on
#   expected  an integer
#   found     a string
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
        '"x"': u1
