# 13:14: error[unknown-name] /seq/1/-refers-to/table: field is not declared
#   expected  a field of bad
#   found     m
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: u1
    -refers-to:
      table: m
