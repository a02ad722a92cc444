# 8:9: error[invalid-id] /params/0/id: `2nd` is not a valid parameter id
#   expected  a lower-case letter, then lower-case letters, digits and underscores
#   found     `2nd`
meta:
  id: sample
  endian: le
params:
  - id: 2nd
    type: u4
