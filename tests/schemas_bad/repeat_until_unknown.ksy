# 13:21: error[unknown-name] /seq/1/repeat-until: field is not declared
#   expected  a field of bad::leaf
#   found     y
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: leaf
    repeat: until
    repeat-until: _.y == 1
types:
  leaf:
    seq:
      - id: x
        type: u1
