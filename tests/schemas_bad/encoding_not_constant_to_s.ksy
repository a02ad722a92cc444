# 18:12: error[missing-encoding] /instances/v/value: encoding is not known
#   expected  a known encoding
#   found     an expression
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    size: n
  - id: w
    type: str
    size: 2
    encoding: ASCII
instances:
  v:
    value: a.to_s(w)
