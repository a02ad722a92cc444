# 10:7: error[missing-key] /seq/0/-refers-to: -refers-to has no table
#   expected  table
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    -refers-to:
      key: _.id
