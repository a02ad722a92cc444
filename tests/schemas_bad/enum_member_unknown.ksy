# 15:17: error[unknown-enum] /instances/v/value: enum kind has no member thre
#   expected  one of one, two
#   found     thre
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u1
    enum: kind
instances:
  v:
    value: a == kind::thre
enums:
  kind:
    1: one
    2: two
  other:
    1: one
