# 19:19: error[type-mismatch] /-coverage/combine/1: combine: name has no few values
#   expected  a field with enum, a boolean or an integer, without repeat
#   found     a byte string
# 19:25: error[type-mismatch] /-coverage/combine/2: combine: rest has no few values
#   expected  a field with enum, a boolean or an integer, without repeat
#   found     a list
meta:
  id: bad
  endian: le
seq:
  - id: kind
    type: u1
  - id: name
    size: 4
  - id: rest
    type: u1
    repeat: eos
-coverage:
  combine: [kind, name, rest]
