# 12:3: error[invalid-value] /-checks: -checks must be a list
#   expected  a list
#   found     a mapping
#   hint      each entry of a list starts with `- `
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
-checks:
  expr: value > 0
