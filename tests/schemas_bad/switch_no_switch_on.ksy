# 9:7: error[missing-key] /seq/0/type: the switch has no switch-on
#   expected  switch-on
meta:
  id: sample
  endian: le
seq:
  - id: body
    type:
      cases:
        1: u1
