# 8:21: error[yaml-syntax] a second `: ` stands in one value
#   hint      quote the whole value
meta:
  id: bad
seq:
  - id: a
    type: u1
    if: true ? true : false
