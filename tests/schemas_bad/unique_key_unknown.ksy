# 13:16: error[unknown-name] /seq/1/-unique: field is not declared
#   expected  a field of bad::leaf
#   found     y
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: l
    type: leaf
    repeat: eos
    -unique: _.y
types:
  leaf:
    seq:
      - id: x
        type: u1
