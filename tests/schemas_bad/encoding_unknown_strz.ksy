# 13:15: error[missing-encoding] /seq/1/encoding: encoding is not known
#   expected  an encoding such as ASCII, UTF-8, UTF-16LE, IBM437
#   found     UTF-99
#   hint      did you mean UTF-8?
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    type: strz
    encoding: UTF-99
