# 14:12: error[unknown-type] /seq/1/type/cases/1: type is not declared
#   expected  a built-in type, or one declared here or imported
#   found     nothing
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type:
      switch-on: n
      cases:
        1: nothing
        2: u1
