# 8:11: error[invalid-value] /-contract/inputs: a fact must be a mapping
#   expected  a mapping
#   found     `int`
meta:
  id: sample
  endian: le
-contract:
  inputs: int
