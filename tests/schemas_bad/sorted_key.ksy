# 12:7: error[unknown-key] /seq/0/-sorted/key: -sorted has no key `key`
#   expected  one of by, order
#   found     key
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    repeat: eos
    -sorted:
      key: _
