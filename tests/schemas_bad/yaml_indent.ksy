# 5:2: error[yaml-syntax] did not find expected key
#   hint      while parsing a block mapping, begun in line 3
meta:
  id: bad
 seq: []
