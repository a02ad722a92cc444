# 11:11: error[unsupported-feature] /seq/1/type: bit field b65 is too wide
#   expected  at most 64 bits
#   found     65 bits
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: b65
