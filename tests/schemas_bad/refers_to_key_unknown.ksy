# 18:14: error[unknown-name] /seq/2/-refers-to/key: field is not declared
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
    repeat: expr
    repeat-expr: n
  - id: a
    type: u1
    -refers-to:
      table: l
      key: _.y
types:
  leaf:
    seq:
      - id: x
        type: u1
