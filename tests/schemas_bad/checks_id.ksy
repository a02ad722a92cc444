# 11:9: error[invalid-id] /-checks/0/id: `some_rule` is not a valid rule id
#   expected  a lower-case letter, then lower-case letters, digits and `-`
#   found     `some_rule`
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
-checks:
  - id: some_rule
    expr: value > 0
