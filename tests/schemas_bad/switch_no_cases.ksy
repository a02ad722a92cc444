# 9:7: error[missing-key] /seq/0/type: the switch has no cases
#   expected  cases
meta:
  id: sample
  endian: le
seq:
  - id: body
    type:
      switch-on: 1
