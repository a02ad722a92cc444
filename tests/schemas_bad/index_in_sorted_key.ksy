# 13:18: error[unknown-name] /seq/1/-sorted: `_index` has no meaning here
#   expected  an expression of a repeated field, evaluated for each element
#   found     -sorted, evaluated once
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: list
    type: u1
    repeat: eos
    -sorted: _ + _index
