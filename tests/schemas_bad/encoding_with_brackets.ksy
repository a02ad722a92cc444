# 10:15: error[missing-encoding] /seq/0/encoding: encoding is not known
#   expected  an encoding such as ASCII, UTF-8, UTF-16LE, IBM437
#   found     UTF-8[]
#   hint      did you mean UTF-8?
meta:
  id: bad
seq:
  - id: a
    type: strz
    encoding: UTF-8[]
