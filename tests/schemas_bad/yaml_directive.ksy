# 2:1: error[yaml-syntax] found incompatible YAML document
%YAML 2.0
---
meta:
  id: bad
