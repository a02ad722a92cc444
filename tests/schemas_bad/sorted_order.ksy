# 13:14: error[invalid-value] /seq/0/-sorted/order: order must be one of ascending, descending, strict-ascending, strict-descending
#   expected  one of ascending, descending, strict-ascending, strict-descending
#   found     `strictly-ascending`
#   hint      did you mean strict-ascending?
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    repeat: eos
    -sorted:
      order: strictly-ascending
