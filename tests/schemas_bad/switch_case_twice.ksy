# 14:9: error[duplicate-id] /seq/1/type/cases/0x01: case stands twice: the second can never be chosen
#   found     0x01
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
        1: u1
        0x01: u2
