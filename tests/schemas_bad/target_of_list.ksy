# 19:11: error[type-mismatch] /-checks/0/expr: a list has no single target
#   expected  a field without repeat
#   found     refs
meta:
  id: bad
  endian: le
seq:
  - id: rows
    type: u1
    repeat: expr
    repeat-expr: 2
  - id: refs
    type: u1
    repeat: eos
    -refers-to:
      table: rows
-checks:
  - id: c
    expr: refs.target == 1
