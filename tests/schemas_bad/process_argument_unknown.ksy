# 12:18: error[unknown-name] /seq/1/process: field is not declared
#   expected  a field of bad
#   found     key
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    size: n
    process: xor(key)
