# 7:12: error[unknown-name] /to-string: field is not declared
#   expected  a field of bad
#   found     m
meta:
  id: bad
  endian: le
to-string: m.to_s
seq:
  - id: n
    type: u1
