# 12:5: error[type-mismatch] /instances/v: the value of v depends on itself
#   expected  a value that needs other values only
#   found     bad.v -> bad.v
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: v + 1
