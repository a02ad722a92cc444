# 7:9: warning[invalid-id] /seq/0/id: no expression can name `not`: it is a word of the language
#   expected  another name
#   found     `not`
meta:
  id: bad
seq:
  - id: not
    type: u1
