# 5:7: error[yaml-syntax] found unknown escape character
#   hint      while parsing a quoted scalar, begun in line 5
meta:
  id: bad
doc: "\q"
