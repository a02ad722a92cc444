# 13:9: error[unknown-name] /-checks/0/at: at names no field of this type: `valeu`
#   expected  the id of a seq field, an instance or a parameter
#   found     `valeu`
#   hint      did you mean value?
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
-checks:
  - expr: value > 0
    at: valeu
