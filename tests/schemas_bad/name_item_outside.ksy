# 11:12: error[unknown-name] /instances/v/value: `_` has no meaning here
#   expected  a field, or `_` in repeat-until, valid/expr or a function
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: _ + 1
