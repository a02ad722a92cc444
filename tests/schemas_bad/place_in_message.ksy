# 13:15: error[unknown-name] /-checks/0/message: field is not declared
#   expected  a field of bad
#   found     mm
meta:
  id: bad
seq:
  - id: n
    type: u1
-checks:
  - expr: n > 1
    message: >-
      the value is
      {n} of {mm}
