# 11:11: error[invalid-value] /seq/1/type: spaces stand around the name of a type
#   expected  `u1`
#   found     `u1 `
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: m
    type: "u1 "
