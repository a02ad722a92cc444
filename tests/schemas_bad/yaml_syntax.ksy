# 5:7: error[yaml-syntax] a second `: ` stands in one value
#   hint      quote the whole value
meta:
  id: sample
  a: b: c
