# 19:7: error[type-mismatch] /seq/2/-refers-to: key can never be equal to the field
#   expected  a string
#   found     an integer
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
  - id: w
    type: str
    size: 2
    encoding: ASCII
    -refers-to:
      table: l
      key: _.x
types:
  leaf:
    seq:
      - id: x
        type: u1
