# 11:5: error[conflicting-keys] /instances/next/-overlap: -overlap has no effect without pos
#   expected  pos
meta:
  id: sample
seq:
  - id: a
    size: 2
instances:
  next:
    size: 1
    -overlap: true
