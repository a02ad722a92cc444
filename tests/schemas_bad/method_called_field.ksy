# 12:18: error[unknown-name] /instances/v/value: an object of bad has no method n
#   expected  no call
#   found     n(…)
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: _root.n(1)
