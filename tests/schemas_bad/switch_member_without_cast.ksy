# 19:14: error[type-mismatch] /instances/v/value: x of a value whose type is not known
#   expected  an object of one type
#   found     a value of several possible types
#   hint      state the type with .as<type>
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type:
      switch-on: n
      cases:
        1: leaf
        2: u1
instances:
  v:
    value: a.x
types:
  leaf:
    seq:
      - id: x
        type: u1
