# 16:18: error[type-mismatch] /-checks/0/expr: unique needs keys that can be compared
#   expected  integers, enums, strings or byte strings
#   found     an object of bad::leaf
#   hint      give a key: unique(list, _.field)
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: l
    type: leaf
    repeat: eos
-checks:
  - id: c
    expr: unique(l)
types:
  leaf:
    seq:
      - id: x
        type: u1
