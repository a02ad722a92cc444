# 9:15: warning[missing-encoding] /seq/0/encoding: not every tool knows the encoding by this name
#   expected  UTF-8
#   found     utf8
meta:
  id: bad
seq:
  - id: a
    type: strz
    encoding: utf8
