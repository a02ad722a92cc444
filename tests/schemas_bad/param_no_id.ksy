# 7:5: error[missing-key] /params/0: a parameter has no id
#   expected  id
meta:
  id: sample
  endian: le
params:
  - type: u4
