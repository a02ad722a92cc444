# 6:12: error[invalid-value] /-overlaps: -overlaps must be one of error, allow
#   expected  one of error, allow
#   found     `padding`
meta:
  id: sample
-overlaps: padding
seq:
  - id: a
    size: 2
