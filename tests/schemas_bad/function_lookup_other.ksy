# 15:21: error[type-mismatch] /-checks/0/expr: value can never be found
#   expected  an integer
#   found     a string
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
    expr: lookup(l, "a", _.x).x == 1
types:
  leaf:
    seq:
      - id: x
        type: u1
