# 13:14: error[meaningless-expression] /instances/v/value: `==` is never true
#   expected  0 to 255, which the other side can be
#   found     256
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: s
    type: s2
instances:
  v: {value: n == 256}
