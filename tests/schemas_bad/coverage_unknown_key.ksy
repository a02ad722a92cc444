# 12:7: error[unknown-key] /seq/0/-coverage/class: -coverage of a field has no key `class`
#   expected  one of classes, values
#   found     class
#   hint      did you mean classes?
meta:
  id: bad
  endian: le
seq:
  - id: kind
    type: u1
    -coverage:
      class: [zero]
      values: [1]
