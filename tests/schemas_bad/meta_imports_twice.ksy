# 6:7: error[duplicate-id] /meta/imports/1: `other` is imported twice
meta:
  id: sample
  imports:
    - other
    - other
