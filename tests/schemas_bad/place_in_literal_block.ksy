# 12:7: error[type-mismatch] /instances/v/value: `==` cannot compare these
#   expected  two values of one type
#   found     an integer and a string
meta:
  id: bad
seq:
  - id: n
    type: u1
instances:
  v:
    value: |
      n ==
        "é" ? 1 :
        2
