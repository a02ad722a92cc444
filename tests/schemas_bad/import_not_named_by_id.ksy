# 10:11: error[unknown-type] /seq/0/type: type is not declared
#   expected  a built-in type, or one declared here or imported
#   found     other_name
meta:
  id: bad
  imports:
    - imported/other_name
seq:
  - id: n
    type: other_name
