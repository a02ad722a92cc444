# 6:11: error[invalid-value] /meta/endian: endian must be one of le, be
#   expected  one of le, be
#   found     `little`
meta:
  id: sample
  endian: little
