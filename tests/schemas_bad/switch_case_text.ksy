# 19:9: error[type-mismatch] /seq/2/type/cases/1: case can never be equal to switch-on
#   expected  a string
#   found     an integer
#   hint      a text case is written '"text"'
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: w
    type: str
    size: 2
    encoding: ASCII
  - id: a
    type:
      switch-on: w
      cases:
        1: u1
