# 8:3: error[invalid-id] /types/2nd: `2nd` is not a valid type id
#   expected  a lower-case letter, then lower-case letters, digits and underscores
#   found     `2nd`
meta:
  id: sample
  endian: le
types:
  2nd: {}
