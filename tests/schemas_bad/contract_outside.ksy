# 12:12: error[unknown-name] /instances/v/value: field is not declared
#   expected  a field of bad
#   found     contract
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: contract.name
