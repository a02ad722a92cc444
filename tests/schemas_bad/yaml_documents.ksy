# 5:1: error[unsupported-feature] /: several YAML documents in one file are not supported
meta:
  id: sample
  endian: le
---
meta:
  id: sample
  endian: le
