# 11:11: error[unknown-enum] /seq/0/enum: enum is not declared
#   expected  an enum in scope
#   found     kind
#   hint      did you mean leaf::kind?
meta:
  id: bad
  endian: le
seq:
  - id: a
    type: u1
    enum: kind
types:
  leaf:
    enums:
      kind: {1: one}
