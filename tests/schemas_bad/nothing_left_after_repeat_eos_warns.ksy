# 11:5: warning[conflicting-keys] /seq/2: nothing is left for b: a reads to the end
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u1
    repeat: eos
  - id: b
    type: leaf
types:
  leaf:
    seq:
      - id: x
        type: u1
