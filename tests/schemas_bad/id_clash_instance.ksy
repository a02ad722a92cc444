# 10:3: error[duplicate-id] /instances/value: `value` is declared already in line 7
#   found     value, also at /seq/0/id
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
instances:
  value:
    value: 1
