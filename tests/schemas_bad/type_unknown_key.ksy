# 7:1: error[unknown-key] /sequence: a schema has no key `sequence`
#   expected  one of -budget, -checks, -contract, -coverage, -gaps, -overlaps, doc, doc-ref, enums, instances, meta, params, seq, to-string, types
#   found     sequence
meta:
  id: sample
  endian: le
sequence: []
