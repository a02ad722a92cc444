# 6:8: error[yaml-syntax] a control character is not allowed in YAML
#   found     U+0007
meta:
  id: sample
  endian: le
doc: "ab"
