# 9:8: error[invalid-id] /enums/kind/1: `1st` is not a valid label of an enum member
#   expected  a lower-case letter, then lower-case letters, digits and underscores
#   found     `1st`
meta:
  id: sample
  endian: le
enums:
  kind:
    1: 1st
