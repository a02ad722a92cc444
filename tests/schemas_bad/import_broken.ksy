# imported/broken.ksy:4:5: error[missing-key] /seq/0: a byte array needs size, size-eos or terminator
#   expected  one of size, size-eos, terminator, type
# imported/broken.ksy:5:5: error[unknown-key] /seq/0/sise: a field has no key `sise`
#   expected  one of -checksum, -coverage, -default, -refers-to, -reserved, -sorted, -unique, consume, contents, doc, doc-ref, encoding, enum, eos-error, id, if, include, pad-right, parent, process, repeat, repeat-expr, repeat-until, size, size-eos, terminator, type, valid
#   found     sise
#   hint      did you mean size?
meta:
  id: bad
  imports:
    - imported/broken
seq:
  - id: n
    type: broken
