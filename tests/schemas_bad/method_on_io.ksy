# 8:18: error[unknown-name] /instances/v/value: a stream has no siz
#   expected  eof, pos, size
#   found     siz
#   hint      did you mean size?
meta:
  id: bad
instances:
  v: {value: _io.siz}
