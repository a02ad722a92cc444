# 11:16: error[unknown-name] /seq/1/type: field is not declared
#   expected  a field of bad
#   found     m
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: leaf(m, "y")
types:
  leaf:
    params:
      - id: p
        type: u1
      - id: s
        type: str
    seq:
      - id: x
        size: p
