# 6:13: warning[missing-encoding] /meta/encoding: not every tool knows the encoding by this name
#   expected  ISO-8859-1
#   found     latin1
meta:
  id: bad
  encoding: latin1
