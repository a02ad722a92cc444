# 9:5: error[conflicting-keys] /instances/one/-overlap: -overlap and value exclude each other
#   expected  beside value only -checksum, -coverage, -default, -refers-to, doc, doc-ref, enum, if
#   found     -overlap
meta:
  id: sample
instances:
  one:
    value: 1
    -overlap: true
