# 7:5: error[missing-key] /seq/0: a string needs size, size-eos or terminator
#   expected  one of size, size-eos, terminator
meta:
  id: sample
  endian: le
seq:
  - id: name
    type: str
    encoding: UTF-8
