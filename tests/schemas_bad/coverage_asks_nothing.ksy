# 10:16: error[missing-key] /seq/0/-coverage: -coverage asks for nothing
#   expected  at least one class or value
#   hint      `none` asks for nothing on purpose
meta:
  id: bad
  endian: le
seq:
  - id: kind
    type: u1
    -coverage: {}
