# 6:6: error[unsupported-feature] /doc: YAML anchors are not supported
#   found     &text
meta:
  id: sample
  endian: le
doc: &text abc
