# 7:6: error[unsupported-feature] /doc: YAML anchors are not supported
#   found     &text
#   hint      an expression that starts like this must be quoted
meta:
  id: sample
  endian: le
doc: &text abc
