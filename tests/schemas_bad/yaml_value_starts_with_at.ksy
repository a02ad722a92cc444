# 6:9: error[yaml-syntax] a value cannot start with `@`
#   hint      quote the whole value
meta:
  id: bad
seq:
  - id: @a
