# 8:8: error[duplicate-id] /enums/kind/2: the label `one` stands in line 7 already
meta:
  id: sample
  endian: le
enums:
  kind:
    1: one
    2: one
