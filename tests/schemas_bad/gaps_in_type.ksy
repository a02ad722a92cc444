# 9:5: error[unknown-key] /types/part/-gaps: `-gaps` has no effect in a type
#   expected  -gaps at the top level
#   found     -gaps in a type
meta:
  id: sample
  endian: le
types:
  part:
    -gaps: allow
