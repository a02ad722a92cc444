# 7:15: error[invalid-value] /meta/bit-endian: bit-endian must be one of le, be
#   expected  one of le, be
#   found     `lee`
#   hint      did you mean le?
meta:
  id: sample
  bit-endian: lee
