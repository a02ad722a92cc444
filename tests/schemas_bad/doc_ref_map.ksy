# 7:10: error[invalid-value] /doc-ref: doc-ref must be text or a list of texts
#   expected  text or a list of texts
#   found     a mapping
meta:
  id: sample
  endian: le
doc-ref: {a: b}
