# 13:14: error[meaningless-expression] /instances/v/value: `!=` is always true
#   expected  -32768 to 32767, which the other side can be
#   found     32768
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: s
    type: s2
instances:
  v: {value: 0x8000 != s}
