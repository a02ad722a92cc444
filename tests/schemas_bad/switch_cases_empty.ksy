# 10:14: error[missing-key] /seq/0/type/cases: cases is empty
#   expected  at least one case
meta:
  id: sample
  endian: le
seq:
  - id: body
    type:
      switch-on: 1
      cases: {}
