# 14:9: error[unknown-name] /seq/1/type/cases/m: field is not declared
#   expected  a field of bad
#   found     m
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
        m: u1
