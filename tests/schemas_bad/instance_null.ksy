# 8:9: error[invalid-value] /instances/total: an instance must be a mapping
#   expected  a mapping
#   found     nothing
meta:
  id: sample
  endian: le
instances:
  total:
