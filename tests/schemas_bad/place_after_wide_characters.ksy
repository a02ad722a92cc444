# 10:20: error[unknown-name] /seq/0/valid: field is not declared
#   expected  a field of bad
#   found     mm
meta:
  id: bad
seq:
  - id: a
    type: strz
    encoding: UTF-8
    valid: "'😀é' + mm"
