# 9:8: error[invalid-value] /enums/kind/1: an enum member must be a label or a mapping
#   expected  a label or a mapping
#   found     `null`
meta:
  id: sample
  endian: le
enums:
  kind:
    1: null
