# 10:11: error[unknown-type] /seq/0/type: type is not declared
#   expected  a built-in type, or one declared here or imported
#   found     part
#   hint      did you mean leaf::part?
meta:
  id: bad
  endian: le
seq:
  - id: a
    type: part
types:
  leaf:
    types:
      part: {}
