# 10:5: error[conflicting-keys] /instances/total/size: size and value exclude each other
#   expected  beside value only -checksum, -coverage, -default, -refers-to, doc, doc-ref, enum, if
#   found     size
meta:
  id: sample
  endian: le
instances:
  total:
    value: 1
    size: 4
