# 14:15: error[invalid-value] /types/leaf/params/0/type: spaces stand around the name of a type
#   expected  `u1`
#   found     `u1 `
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
types:
  leaf:
    params:
      - id: p
        type: "u1 "
