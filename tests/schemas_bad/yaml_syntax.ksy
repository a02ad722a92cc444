# 4:7: error[yaml-syntax] mapping values are not allowed in this context
meta:
  id: sample
  a: b: c
