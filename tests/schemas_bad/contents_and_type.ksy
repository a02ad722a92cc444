# 8:5: error[conflicting-keys] /seq/0/contents: contents and type exclude each other
meta:
  id: sample
  endian: le
seq:
  - id: magic
    type: str
    contents: abc
