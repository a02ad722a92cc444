# 11:5: error[unknown-key] /types/inner/-overlaps: `-overlaps` has no effect in a type
#   expected  -overlaps at the top level
#   found     -overlaps in a type
meta:
  id: sample
seq:
  - id: a
    type: inner
types:
  inner:
    -overlaps: allow
    seq:
      - id: a
        size: 2
