# 10:5: error[missing-key] /-checks/0: the check has no expr
#   expected  expr
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
-checks:
  - id: some-rule
