# 10:16: error[invalid-value] /seq/0/-coverage: -coverage of a field must be none, all, a list of classes, or a mapping
#   expected  none, all, a list of classes, or a mapping
#   found     the number 2
meta:
  id: bad
  endian: le
seq:
  - id: kind
    type: u1
    -coverage: 2
