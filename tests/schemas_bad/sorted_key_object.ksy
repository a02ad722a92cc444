# 15:7: error[type-mismatch] /seq/1/-sorted: `-sorted` needs keys that can be compared
#   expected  integers, strings or byte strings
#   found     an object of bad::leaf
#   hint      give a key expression over _
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: l
    type: leaf
    repeat: eos
    -sorted:
      by: _
types:
  leaf:
    seq:
      - id: x
        type: u1
