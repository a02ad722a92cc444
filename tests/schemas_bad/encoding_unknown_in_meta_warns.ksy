# 6:13: warning[missing-encoding] /meta/encoding: encoding is not known
#   expected  an encoding such as ASCII, UTF-8, UTF-16LE, IBM437
#   found     foo
meta:
  id: bad
  encoding: foo
seq:
  - id: n
    type: u1
