# 13:16: error[type-mismatch] /seq/0/-reserved: a reserved value is the same for every consumer
#   expected  a value without `contract`
#   hint      use `-checks`
meta:
  id: bad
  endian: le
-contract:
  fill:
    type: int
seq:
  - id: pad
    type: u1
    -reserved: contract.fill
