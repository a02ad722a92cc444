# 12:9: error[unknown-name] /instances/v/value: an integer has no foo
#   expected  to_s
#   found     foo
meta:
  id: bad
seq:
  - id: n
    type: u1
instances:
  v:
    value: "n +
      n.foo"
