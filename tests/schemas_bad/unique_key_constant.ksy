# 13:14: error[meaningless-expression] /seq/1/-unique: -unique is the same for every element
#   expected  an expression over the element, `_`
#   found     5
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: list
    type: u1
    repeat: eos
    -unique: 5
