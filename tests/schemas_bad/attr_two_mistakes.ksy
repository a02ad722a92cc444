# 11:5: error[conflicting-keys] /seq/0/size: size has no effect on an integer
# 12:13: error[invalid-value] /seq/0/repeat: repeat must be one of eos, expr, until
#   expected  one of eos, expr, until
#   found     `forever`
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    size: 4
    repeat: forever
