# 15:28: error[type-mismatch] /-checks/0/expr: a string where an integer is needed
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
    expr: overlaps(l, _.x, "b")
types:
  leaf:
    seq:
      - id: x
        type: u1
