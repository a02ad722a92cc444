# 9:5: error[unknown-key] /seq/0/-overlap: `-overlap` has no effect in a field
#   expected  -overlap in an instance with pos
#   found     -overlap in a field
meta:
  id: sample
seq:
  - id: a
    size: 2
    -overlap: true
