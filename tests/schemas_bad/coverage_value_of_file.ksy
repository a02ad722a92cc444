# 13:16: error[type-mismatch] /seq/1/-coverage/values/0: a value of -coverage is the same for every file
#   expected  a number, text or enum member
#   found     kind + 1
meta:
  id: bad
  endian: le
seq:
  - id: kind
    type: u1
  - id: other
    type: u1
    -coverage:
      values: [kind + 1]
