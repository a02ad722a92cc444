# 8:7: error[import-failed] /meta/imports/0: imported schema /no/such_schema does not exist
#   expected  a file no/such_schema.ksy, looked up from import paths, of which there are none
#   found     no such file
#   hint      give --import-path, or set KSPATH, for absolute imports
meta:
  id: bad
  imports:
    - /no/such_schema
seq:
  - id: n
    type: u1
