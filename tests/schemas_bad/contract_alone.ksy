# 11:11: error[type-mismatch] /-checks/0/expr: a fact of the contract must be named
#   expected  contract.FACT
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
-checks:
  - id: c
    expr: contract == 1
