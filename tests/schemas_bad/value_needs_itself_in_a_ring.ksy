# 12:5: error[type-mismatch] /instances/a: the value of a depends on itself
#   expected  a value that needs other values only
#   found     bad.a -> bad.b -> bad.c -> bad.a
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  a:
    value: b + 1
  b:
    value: c + 1
  c:
    value: a + 1
  user:
    value: c * 2
