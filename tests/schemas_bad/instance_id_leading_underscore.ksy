# 9:3: error[invalid-id] /instances/_total: `_total` is not a valid instance id
#   expected  a lower-case letter, then lower-case letters, digits and underscores
#   found     `_total`
#   hint      did you mean total?
meta:
  id: sample
  endian: le
instances:
  _total:
    value: 1
