# 13:14: error[meaningless-expression] /seq/1/-sorted: -sorted is the same for every element
#   expected  an expression over the element, `_`
#   found     n
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: list
    type: u1
    repeat: eos
    -sorted: n
