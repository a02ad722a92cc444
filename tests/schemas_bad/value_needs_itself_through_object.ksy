# 14:5: error[type-mismatch] /instances/v: the value of v depends on itself
#   expected  a value that needs other values only
#   found     bad.v -> bad::leaf.y -> bad.v
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: leaf
instances:
  v:
    value: a.y
types:
  leaf:
    instances:
      y:
        value: _root.v
