# 6:1: error[yaml-syntax] did not find expected ',' or ']'
#   hint      while parsing a flow sequence, begun in line 5
meta:
  id: bad
seq: [{id: a, type: u1}
