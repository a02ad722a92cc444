# 17:12: error[type-mismatch] /instances/v/value: a value can never be what it is cast to
#   expected  an integer
#   found     an object of bad::leaf
# 19:12: error[type-mismatch] /instances/w/value: a value can never be what it is cast to
#   expected  a string
#   found     an integer
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
    value: a.as<u1>
  w:
    value: n.as<str>
types:
  leaf:
    seq:
      - id: x
        type: u1
