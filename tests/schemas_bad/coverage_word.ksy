# 10:23: error[invalid-value] /seq/0/-coverage/1: a class must be one of zero, one, max, limits, sign, members, other, used, each-subscript, empty, single, many, duplicates, present, absent, cases, targets
#   expected  one of zero, one, max, limits, sign, members, other, used, each-subscript, empty, single, many, duplicates, present, absent, cases, targets
#   found     `maximum`
meta:
  id: bad
  endian: le
seq:
  - id: kind
    type: u1
    -coverage: [zero, maximum]
