# 11:14: error[invalid-value] /-coverage/0/combine: too few fields for combinations of 2
#   expected  at least 2 fields, or all
#   found     kind
meta:
  id: bad
  endian: le
seq:
  - id: kind
    type: u1
-coverage:
  - combine: [kind]
