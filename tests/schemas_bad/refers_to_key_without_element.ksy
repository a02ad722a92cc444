# 12:36: error[meaningless-expression] /seq/1/-refers-to/key: key is the same for every element
#   expected  an expression over the element, `_`
#   found     n
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: m
    type: u1
    -refers-to: {table: list, key: n}
  - id: list
    type: u1
    repeat: eos
