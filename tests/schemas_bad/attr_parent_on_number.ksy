# 8:5: error[conflicting-keys] /seq/0/parent: parent has no effect on an integer
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    parent: _root
