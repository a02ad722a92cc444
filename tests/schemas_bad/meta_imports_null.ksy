# 6:11: error[invalid-value] /meta/imports: imports must be a list
#   expected  a list
#   found     nothing
meta:
  id: sample
  imports:
