# 8:5: error[invalid-value] /seq/0: a field must be a mapping
#   expected  a mapping
#   found     `id:a type:u1`
#   hint      a space must stand behind `:`
meta:
  id: bad
seq:
  - id:a
    type:u1
