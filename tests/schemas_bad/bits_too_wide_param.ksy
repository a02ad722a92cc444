# 12:23: error[unsupported-feature] /types/leaf/params/0/type: bit field b65 is too wide
#   expected  at most 64 bits
#   found     65 bits
meta:
  id: bad
seq:
  - id: n
    type: u1
types:
  leaf:
    params:
      - {id: p, type: b65}
