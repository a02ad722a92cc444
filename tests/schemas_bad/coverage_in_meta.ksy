# 7:3: error[unknown-key] /meta/-coverage: `-coverage` has no effect in meta
#   expected  -coverage at the top level, in a type or in a field
#   found     -coverage in meta
meta:
  id: bad
  endian: le
  -coverage: none
seq:
  - id: kind
    type: u1
