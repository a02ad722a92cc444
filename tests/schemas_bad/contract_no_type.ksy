# 8:5: error[missing-key] /-contract/inputs: the fact inputs has no type
#   expected  type
meta:
  id: sample
  endian: le
-contract:
  inputs:
    doc: how many
