# 13:19: error[type-mismatch] /seq/1/valid/any-of/1: value can never occur in s1
#   expected  -128 to 127
#   found     -129
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: s1
    valid:
      any-of: [1, -129]
