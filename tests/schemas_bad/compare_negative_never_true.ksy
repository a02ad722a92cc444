# 13:11: error[meaningless-expression] /-checks/0/expr: `==` is never true
#   expected  0 to 255, which the other side can be
#   found     -1
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: s
    type: s2
-checks:
  - expr: n == -1 or s == -1
