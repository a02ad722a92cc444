# 19:15: error[unknown-name] /types/leaf/seq/0/size: field is not declared
#   expected  a field of bad::leaf
#   found     n
#   hint      did you mean _parent.n?
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: s
    type: s2
  - id: inner
    type: leaf
types:
  leaf:
    seq:
      - id: body
        size: n
