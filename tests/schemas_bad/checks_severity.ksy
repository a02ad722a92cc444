# 12:15: error[invalid-value] /-checks/0/severity: severity must be one of error, warning, note
#   expected  one of error, warning, note
#   found     `warn`
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
-checks:
  - expr: value > 0
    severity: warn
