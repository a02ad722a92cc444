# 10:14: error[unsupported-feature] /instances/v/value: bit field b65 is too wide
#   expected  at most 64 bits
#   found     65 bits
meta:
  id: bad
seq:
  - id: n
    type: u1
instances:
  v: {value: sizeof<b65>}
