# 11:5: error[unknown-key] /params/0/size: a parameter has no key `size`
#   expected  one of doc, doc-ref, enum, id, type
#   found     size
#   hint      size belongs to a field
meta:
  id: sample
  endian: le
params:
  - id: a
    type: u4
    size: 4
