# 8:5: error[conflicting-keys] /seq/0/valid: contents and valid exclude each other
meta:
  id: sample
  endian: le
seq:
  - id: magic
    contents: abc
    valid: 1
