# 8:9: error[invalid-value] /enums/kind: an enum must be a mapping
#   expected  a mapping
#   found     a list
meta:
  id: sample
  endian: le
enums:
  kind: [one]
