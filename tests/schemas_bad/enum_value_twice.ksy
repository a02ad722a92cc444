# 8:5: error[duplicate-id] /enums/kind/0x1: the value 1 stands in line 7 already
meta:
  id: sample
  endian: le
enums:
  kind:
    1: one
    0x1: two
