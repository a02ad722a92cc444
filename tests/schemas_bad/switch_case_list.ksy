# 12:12: error[invalid-value] /seq/0/type/cases/1: the type of a case must be the name of a type
#   expected  the name of a type
#   found     a list
meta:
  id: sample
  endian: le
seq:
  - id: body
    type:
      switch-on: 1
      cases:
        1: [u1]
