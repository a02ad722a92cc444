# 7:6: error[invalid-value] /seq: seq must be a list
#   expected  a list
#   found     `value`
meta:
  id: sample
  endian: le
seq: value
