# 9:7: error[type-mismatch] /instances/value/-checksum: zsum8 needs a field that stands in its range
#   expected  a field of seq, or an instance that is read
#   found     value, which is computed
meta: {id: sample}
instances:
  value:
    value: 1 + 1
    -checksum:
      algorithm: zsum8
