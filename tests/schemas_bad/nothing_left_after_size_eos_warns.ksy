# 10:5: warning[conflicting-keys] /seq/2: nothing is left for b: a reads to the end
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    size-eos: true
  - id: b
    type: u2
