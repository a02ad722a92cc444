# 8:3: error[invalid-value] /seq: seq must be a list
#   expected  a list
#   found     a mapping
#   hint      each entry of a list starts with `- `
meta:
  id: bad
seq:
  id: a
  type: u1
