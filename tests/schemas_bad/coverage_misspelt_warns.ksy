# 10:5: warning[unknown-key] /seq/0/-coverag: `-coverag` is ignored: the language has no such key
#   found     -coverag
#   hint      did you mean -coverage?
meta:
  id: bad
  endian: le
seq:
  - id: kind
    type: u1
    -coverag: [zero]
