# 10:1: warning[unknown-key] /-CHECKS: `-CHECKS` is ignored: the language has no such key
#   found     -CHECKS
#   hint      did you mean -checks?
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
-CHECKS: []
