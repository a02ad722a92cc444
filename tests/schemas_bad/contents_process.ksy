# 11:5: error[conflicting-keys] /seq/1/process: process has no effect on a field with contents
#   hint      leave contents out, and compare in valid
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: m
    contents: [1, 2]
    process: xor(1)
