# imported/mistyped.ksy:5:11: error[unknown-name] /seq/0/size: field is not declared
#   expected  a field of mistyped
#   found     b
meta:
  id: bad
  imports:
    - imported/mistyped
seq:
  - id: n
    type: mistyped
