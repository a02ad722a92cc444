# 11:9: error[unknown-enum] /seq/0/if: enum is not declared
#   expected  an enum in scope
#   found     kind
#   hint      did you mean leaf::kind?
meta:
  id: bad
  endian: le
seq:
  - id: a
    type: u1
    if: kind::one.to_i == 1
types:
  leaf:
    enums:
      kind: {1: one}
