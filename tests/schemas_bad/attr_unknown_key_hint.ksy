# 11:5: error[unknown-key] /seq/0/repaet: a field has no key `repaet`
#   expected  one of -checksum, -coverage, -default, -refers-to, -reserved, -sorted, -unique, consume, contents, doc, doc-ref, encoding, enum, eos-error, id, if, include, pad-right, parent, process, repeat, repeat-expr, repeat-until, size, size-eos, terminator, type, valid
#   found     repaet
#   hint      did you mean repeat?
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    repaet: eos
