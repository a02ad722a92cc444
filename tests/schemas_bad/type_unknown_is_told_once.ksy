# 11:11: error[unknown-type] /seq/1/type: type is not declared
#   expected  a built-in type, or one declared here or imported
#   found     nothing
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: nothing
instances:
  v:
    value: a.x + 1
  w:
    value: v * 2
