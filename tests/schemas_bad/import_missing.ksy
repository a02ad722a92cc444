# 7:7: error[import-failed] /meta/imports/0: imported schema no_such_schema does not exist
#   expected  a file no_such_schema.ksy, looked up from the importing file's folder
#   found     no such file
meta:
  id: bad
  imports:
    - no_such_schema
seq:
  - id: n
    type: u1
