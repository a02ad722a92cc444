# 9:7: error[missing-key] /enums/kind/1: an enum member has no id
#   expected  id
meta:
  id: sample
  endian: le
enums:
  kind:
    1:
      doc: first
