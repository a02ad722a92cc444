# 6:1: error[yaml-syntax] found unexpected end of stream
#   hint      while scanning a quoted scalar, begun in line 5
meta:
  id: bad
doc: "text
