# 10:16: error[invalid-value] /seq/0/eos-error: eos-error must be true or false
#   expected  true or false
#   found     `no`
meta:
  id: sample
  endian: le
seq:
  - id: body
    terminator: 0
    eos-error: no
