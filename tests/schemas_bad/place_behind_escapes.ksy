# 11:33: error[unknown-name] /instances/v/value: field is not declared
#   expected  a field of bad
#   found     mm
meta:
  id: bad
seq:
  - id: n
    type: u1
instances:
  v:
    value: "n.to_s == \"a\" and mm"
