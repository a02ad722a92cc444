# 13:18: error[unknown-name] /seq/1/repeat-expr: `_index` has no meaning here
#   expected  an expression of a repeated field, evaluated for each element
#   found     repeat-expr, evaluated once
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: list
    type: u1
    repeat: expr
    repeat-expr: _index + 1
