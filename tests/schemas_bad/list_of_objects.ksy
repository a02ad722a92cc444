# 11:11: error[type-mismatch] /seq/1/size: a list of objects of bad::leaf where an integer is needed
#   expected  an integer
#   found     a list of objects of bad::leaf
meta:
  id: bad
seq:
  - id: a
    type: leaf
    repeat: eos
  - id: b
    size: a
types:
  leaf: {}
