# 12:7: error[unknown-key] /enums/kind/1/docs: an enum member has no key `docs`
#   expected  one of doc, doc-ref, id
#   found     docs
#   hint      did you mean doc?
meta:
  id: sample
  endian: le
enums:
  kind:
    1:
      id: one
      docs: first
