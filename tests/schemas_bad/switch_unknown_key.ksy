# 13:7: error[missing-key] /seq/0/type: the switch has no cases
#   expected  cases
# 14:7: error[unknown-key] /seq/0/type/case: a switch has no key `case`
#   expected  one of cases, switch-on
#   found     case
#   hint      did you mean cases?
meta:
  id: sample
  endian: le
seq:
  - id: body
    type:
      switch-on: 1
      case:
        1: u1
