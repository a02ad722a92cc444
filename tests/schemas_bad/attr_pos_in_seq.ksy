# 11:5: error[unknown-key] /seq/0/pos: a field has no key `pos`
#   expected  one of -checksum, -coverage, -default, -refers-to, -reserved, -sorted, -unique, consume, contents, doc, doc-ref, encoding, enum, eos-error, id, if, include, pad-right, parent, process, repeat, repeat-expr, repeat-until, size, size-eos, terminator, type, valid
#   found     pos
#   hint      pos belongs to an instance
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    pos: 4
