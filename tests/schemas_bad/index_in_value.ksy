# 15:12: error[unknown-name] /instances/v/value: `_index` has no meaning here
#   expected  an expression of a repeated field, evaluated for each element
#   found     value, evaluated once
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: list
    type: u1
    repeat: eos
instances:
  v:
    value: _index
