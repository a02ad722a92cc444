# 7:11: error[invalid-value] /to-string: to-string must be an expression
#   expected  an expression
#   found     nothing
meta:
  id: sample
  endian: le
to-string:
