# 8:1: error[unknown-key] /encoding: a schema has no key `encoding`
#   expected  one of -budget, -checks, -contract, -coverage, -gaps, -overlaps, doc, doc-ref, enums, instances, meta, params, seq, to-string, types
#   found     encoding
#   hint      encoding belongs to meta
meta:
  id: sample
  endian: le
encoding: UTF-8
