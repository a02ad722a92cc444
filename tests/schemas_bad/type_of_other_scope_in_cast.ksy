# 12:14: error[unknown-type] /instances/v/value: type is not declared
#   expected  a built-in type, or one declared here or imported
#   found     part
#   hint      did you mean leaf::part?
meta:
  id: bad
  endian: le
seq:
  - id: a
    type: leaf
instances:
  v: {value: a.as<part>}
types:
  leaf:
    types:
      part: {}
