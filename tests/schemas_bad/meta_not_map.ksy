# 4:7: error[invalid-value] /meta: meta must be a mapping
#   expected  a mapping
#   found     the number 123
meta: 123
