# 10:17: error[invalid-value] /seq/0/-refers-to: -refers-to must be a mapping
#   expected  a mapping
#   found     `templates`
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    -refers-to: templates
