# 10:13: error[invalid-value] /seq/0/repeat: repeat must be one of eos, expr, until
#   expected  one of eos, expr, until
#   found     `expr-until`
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    repeat: expr-until
