# 22:30: error[unknown-name] /types/leaf/types/deep/seq/0/size: field is not declared
#   expected  a field of bad::leaf::deep
#   found     n
#   hint      did you mean _root.n?
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
      - {id: deep, type: deep}
    types:
      deep:
        seq:
          - {id: body, size: n}
