# 4:1: error[invalid-value] /: a schema must be a mapping
#   expected  a mapping
#   found     a list
- a
- b
