# 10:9: error[duplicate-id] /seq/0/id: `value` is declared already in line 7
#   found     value, also at /params/0/id
meta:
  id: sample
  endian: le
params:
  - id: value
    type: u4
seq:
  - id: value
    type: u4
