# 18:16: error[invalid-value] /types/inner/-coverage: -coverage of a type must be none, a mapping with combine, or a list of such mappings
#   expected  none, a mapping with combine, or a list of such mappings
#   found     a list
# 19:13: error[invalid-value] /-coverage/0: an entry of -coverage must be a mapping
#   expected  a mapping
#   found     `zero`
meta:
  id: bad
  endian: le
seq:
  - id: kind
    type: u1
types:
  inner:
    seq:
      - id: x
        type: u1
    -coverage: []
-coverage: [zero]
