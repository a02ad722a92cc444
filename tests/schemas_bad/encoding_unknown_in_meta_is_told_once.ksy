# 6:13: error[missing-encoding] /meta/encoding: encoding is not known
#   expected  an encoding such as ASCII, UTF-8, UTF-16LE, IBM437
#   found     EBCDIK
meta:
  id: bad
  encoding: EBCDIK
seq:
  - id: a
    type: strz
  - id: b
    type: strz
