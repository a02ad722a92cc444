# 10:15: error[missing-encoding] /seq/0/encoding: encoding is not known
#   expected  an encoding such as ASCII, UTF-8, UTF-16LE, IBM437
#   found     UTF-61LE
#   hint      did you mean UTF-16LE?
meta:
  id: bad
seq:
  - id: a
    type: strz
    encoding: UTF-61LE
