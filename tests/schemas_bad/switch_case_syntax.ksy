# 12:10: error[expression-syntax] /seq/0/type/cases/^1: unexpected `^`
#   expected  a value
#   found     `^`
meta:
  id: sample
  endian: le
seq:
  - id: body
    type:
      switch-on: 1
      cases:
        '^1': u1
