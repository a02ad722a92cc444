# 14:13: error[invalid-value] /-coverage/strength: strength must be an integer from 2 to 6
#   expected  an integer from 2 to 6
#   found     the number 1
meta:
  id: bad
  endian: le
seq:
  - id: kind
    type: u1
  - id: mode
    type: u1
-coverage:
  combine: all
  strength: 1
