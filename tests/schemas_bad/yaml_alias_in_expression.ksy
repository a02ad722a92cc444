# 8:11: error[unsupported-feature] /seq/0/size: YAML aliases are not supported
#   found     *x
#   hint      an expression that starts like this must be quoted
meta:
  id: bad
seq:
  - id: a
    size: *x
