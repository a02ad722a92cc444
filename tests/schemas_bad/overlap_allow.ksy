# 13:15: error[invalid-value] /instances/first/-overlap: -overlap must be true or false
#   expected  true or false
#   found     `allow`
meta:
  id: sample
seq:
  - id: a
    size: 2
instances:
  first:
    pos: 0
    size: 1
    -overlap: allow
