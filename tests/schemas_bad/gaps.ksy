# 8:8: error[invalid-value] /-gaps: -gaps must be one of error, padding, allow
#   expected  one of error, padding, allow
#   found     `allowed`
#   hint      did you mean allow?
meta:
  id: sample
  endian: le
-gaps: allowed
