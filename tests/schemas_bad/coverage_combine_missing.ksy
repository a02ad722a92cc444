# 10:3: error[missing-key] /-coverage: -coverage of a type has no combine
#   expected  combine
meta:
  id: bad
  endian: le
seq:
  - id: kind
    type: u1
-coverage:
  strength: 2
