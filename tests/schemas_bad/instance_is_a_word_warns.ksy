# 7:3: warning[invalid-id] /instances/and: no expression can name `and`: it is a word of the language
#   expected  another name
#   found     `and`
meta:
  id: bad
instances:
  and: {value: 1}
