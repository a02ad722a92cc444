# 8:14: error[invalid-value] /-budget/file-size: file-size must be an integer from 1 to 9223372036854775807
#   expected  an integer from 1 to 9223372036854775807
#   found     `4 MiB`
meta:
  id: sample
  endian: le
-budget:
  file-size: 4 MiB
