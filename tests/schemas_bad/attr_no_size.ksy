# 7:5: error[missing-key] /seq/0: a byte array needs size, size-eos or terminator
#   expected  one of size, size-eos, terminator, type
meta:
  id: sample
  endian: le
seq:
  - id: body
