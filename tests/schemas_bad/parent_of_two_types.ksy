# 19:24: error[type-mismatch] /types/leaf/instances/v/value: n of a value whose type is not known
#   expected  an object of one type
#   found     an object of several possible types
#   hint      state the type with .as<type>
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: leaf
  - id: m
    type: mid
types:
  leaf:
    instances:
      v:
        value: _parent.n
  mid:
    seq:
      - id: b
        type: leaf
      - id: n
        type: u1
