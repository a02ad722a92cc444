# 14:10: error[type-mismatch] /-coverage/where: an integer where a boolean is needed
#   expected  a boolean
#   found     an integer
meta:
  id: bad
  endian: le
seq:
  - id: kind
    type: u1
  - id: mode
    type: u1
-coverage:
  combine: [kind, mode]
  where: kind + mode
