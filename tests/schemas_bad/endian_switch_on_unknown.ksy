# 7:16: error[unknown-name] /meta/endian/switch-on: field is not declared
#   expected  a field of bad
#   found     m
meta:
  id: bad
  endian:
    switch-on: m
    cases:
      1: le
      2: be
seq:
  - id: n
    type: u1
