# 10:5: error[unknown-key] /seq/0/blah: a field has no key `blah`
#   expected  one of -checksum, -coverage, -default, -refers-to, -reserved, -sorted, -unique, consume, contents, doc, doc-ref, encoding, enum, eos-error, id, if, include, pad-right, parent, process, repeat, repeat-expr, repeat-until, size, size-eos, terminator, type, valid
#   found     blah
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    blah: 1
