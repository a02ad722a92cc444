# 14:20: error[type-mismatch] /seq/0/-coverage/values/1: value can never be that of the field
#   expected  an integer
#   found     a string
# 14:26: error[type-mismatch] /seq/0/-coverage/values/2: value can never occur in u1
#   expected  0 to 255
#   found     256
meta:
  id: bad
  endian: le
seq:
  - id: kind
    type: u1
    -coverage:
      values: [1, '"x"', 256]
