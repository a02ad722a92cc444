# 7:12: error[yaml-syntax] `*` starts a YAML alias or anchor here
#   hint      quote the whole value
meta:
  id: bad
seq:
  - id: a
    size: * 2
