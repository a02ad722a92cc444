# 10:14: error[invalid-value] /seq/0/process: process must be a name, with arguments in parentheses
#   expected  such as zlib or xor(0x5a)
#   found     `xor(`
meta:
  id: sample
  endian: le
seq:
  - id: body
    size: 4
    process: xor(
