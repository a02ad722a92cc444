# 10:12: error[unknown-name] /instances/v/value: `_on` has no meaning here
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
instances:
  v:
    value: _on + 1
