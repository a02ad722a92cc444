# 9:9: error[unsupported-feature] /seq/0/if: YAML anchors are not supported
#   found     &x
#   hint      an expression that starts like this must be quoted
meta:
  id: bad
seq:
  - id: a
    type: u1
    if: &x
