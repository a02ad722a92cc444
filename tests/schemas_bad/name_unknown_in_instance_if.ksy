# 13:9: error[unknown-name] /instances/v/if: field is not declared
#   expected  a field of bad
#   found     m
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: 1
    if: m == 2
