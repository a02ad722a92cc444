# 15:32: error[type-mismatch] /-checks/0/expr: an integer where a string is needed
#   expected  a string
#   found     an integer
meta:
  id: bad
  endian: le
-contract:
  inputs:
    type: map<str,int>
seq:
  - id: n
    type: u1
-checks:
  - id: c
    expr: n <= contract.inputs[n]
