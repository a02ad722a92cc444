# 11:5: error[conflicting-keys] /instances/total/valid: valid and value exclude each other
#   expected  beside value only -checksum, -coverage, -default, -refers-to, doc, doc-ref, enum, if
#   found     valid
#   hint      say it in -checks of the type
meta:
  id: sample
  endian: le
instances:
  total:
    value: 1
    valid: 1
