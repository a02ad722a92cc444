# 15:12: error[missing-encoding] /instances/v/value: encoding is not known
#   expected  a known encoding
#   found     UTF-99
#   hint      did you mean UTF-8?
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    size: n
instances:
  v:
    value: a.to_s("UTF-99")
