# 7:11: error[yaml-syntax] a value cannot start with `%`
#   hint      quote the whole value
meta:
  id: bad
seq:
  - id: a
    size: %5
