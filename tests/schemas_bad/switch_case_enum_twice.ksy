# 17:9: error[duplicate-id] /seq/2/type/cases/bad::kind::one: case stands twice: the second can never be chosen
#   found     bad::kind::one
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: k
    type: u1
    enum: kind
  - id: a
    type:
      switch-on: k
      cases:
        kind::one: u1
        bad::kind::one: u2
enums:
  kind:
    1: one
    2: two
  other:
    1: one
