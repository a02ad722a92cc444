# 8:8: error[invalid-value] /types/part: a type must be a mapping
#   expected  a mapping
#   found     nothing
meta:
  id: sample
  endian: le
types:
  part:
