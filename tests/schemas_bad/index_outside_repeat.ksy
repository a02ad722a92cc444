# 11:11: error[unknown-name] /seq/1/size: `_index` has no meaning here
#   expected  an expression of a repeated field, evaluated for each element
#   found     size, evaluated once
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: body
    size: _index
