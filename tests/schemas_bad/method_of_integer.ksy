# 12:14: error[unknown-name] /instances/v/value: an integer has no length
#   expected  to_s
#   found     length
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: n.length
