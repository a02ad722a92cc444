# 17:14: error[unknown-name] /instances/v/value: a string has no lenght
#   expected  length, reverse, substring, to_i
#   found     lenght
#   hint      did you mean length?
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: w
    type: str
    size: 2
    encoding: ASCII
instances:
  v:
    value: w.lenght
