# 16:16: error[unknown-name] /-checks/0/expr: fact is not declared in `-contract`
#   expected  inputs
#   found     input
#   hint      did you mean inputs?
meta:
  id: bad
  endian: le
-contract:
  inputs:
    type: int
seq:
  - id: n
    type: u1
-checks:
  - id: c
    expr: n <= contract.input
