# 12:10: error[invalid-value] /-checks/0/cwe: cwe must be an integer from 1 to 99999
#   expected  an integer from 1 to 99999
#   found     `CWE-125`
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
-checks:
  - expr: value > 0
    cwe: CWE-125
