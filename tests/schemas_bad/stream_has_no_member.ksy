# 7:18: error[unknown-name] /instances/v/value: a stream has no length
#   expected  eof, pos, size
#   found     length
meta:
  id: bad
instances:
  v: {value: _io.length}
