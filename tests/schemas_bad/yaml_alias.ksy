# 6:6: error[unsupported-feature] /doc: YAML aliases are not supported
#   found     *text
meta:
  id: sample
  endian: le
doc: *text
