# 6:1: warning[unknown-key] /-overlpas: `-overlpas` is ignored: the language has no such key
#   found     -overlpas
#   hint      did you mean -overlaps?
meta:
  id: sample
-overlpas: allow
seq:
  - id: a
    size: 2
