# 8:7: error[conflicting-keys] /types/part/meta/imports: imports has no effect in the meta of a nested type
meta:
  id: sample
  endian: le
types:
  part:
    meta:
      imports:
        - other
