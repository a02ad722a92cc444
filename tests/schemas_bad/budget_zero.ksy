# 8:10: error[invalid-value] /-budget/nodes: nodes must be an integer from 1 to 9223372036854775807
#   expected  an integer from 1 to 9223372036854775807
#   found     the number 0
meta:
  id: sample
  endian: le
-budget:
  nodes: 0
