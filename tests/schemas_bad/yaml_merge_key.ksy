# 7:1: error[unknown-key] /<<: a schema has no key `<<`
#   expected  one of -budget, -checks, -contract, -coverage, -gaps, -overlaps, doc, doc-ref, enums, instances, meta, params, seq, to-string, types
#   found     <<
#   hint      YAML merge keys are not supported
meta:
  id: bad
<<: {doc: text}
