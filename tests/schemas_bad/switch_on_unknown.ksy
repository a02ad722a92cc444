# 12:18: error[unknown-name] /seq/1/type/switch-on: field is not declared
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
      switch-on: m
      cases:
        1: u1
