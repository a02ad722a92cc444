# 9:8: error[type-mismatch] /meta/endian/cases/"a": case can never be equal to switch-on
#   expected  an integer
#   found     a string
meta:
  id: bad
  endian:
    switch-on: n
    cases:
      '"a"': le
      2: be
seq:
  - id: n
    type: u1
