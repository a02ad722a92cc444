# 13:12: error[unknown-enum] /instances/v/value: enum is not declared
#   expected  an enum in scope
#   found     knid
#   hint      did you mean kind?
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: knid::one
enums:
  kind:
    1: one
    2: two
  other:
    1: one
