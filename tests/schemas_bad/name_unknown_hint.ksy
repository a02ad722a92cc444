# 12:11: error[unknown-name] /seq/1/size: field is not declared
#   expected  a field of bad
#   found     lenght
#   hint      did you mean length?
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    size: lenght
instances:
  length:
    value: n
