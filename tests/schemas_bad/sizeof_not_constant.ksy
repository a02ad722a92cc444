# 14:12: error[type-mismatch] /instances/v/value: size is not constant
#   expected  a type of fixed size
#   found     the size of bad::leaf.x is not constant
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: leaf
instances:
  v:
    value: sizeof<leaf>
types:
  leaf:
    seq:
      - id: x
        size-eos: true
