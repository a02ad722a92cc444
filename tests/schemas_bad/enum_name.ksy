# 9:3: error[invalid-id] /enums/Kind: `Kind` is not a valid enum id
#   expected  a lower-case letter, then lower-case letters, digits and underscores
#   found     `Kind`
#   hint      did you mean kind?
meta:
  id: sample
  endian: le
enums:
  Kind:
    1: one
