# 10:12: error[unknown-name] /instances/v/value: objects of bad have no parent
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: _parent.n
