# 10:11: error[invalid-id] /seq/0/enum: `kind.of` is not a valid enum name
#   expected  `enum` or `type::enum`
#   found     `kind.of`
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    enum: kind.of
