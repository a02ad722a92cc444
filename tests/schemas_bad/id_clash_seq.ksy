# 9:9: error[duplicate-id] /seq/1/id: `value` is declared already in line 7
#   found     value, also at /seq/0/id
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
  - id: value
    type: u1
