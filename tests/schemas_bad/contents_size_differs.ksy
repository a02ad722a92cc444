# 12:11: error[conflicting-keys] /seq/1/size: size differs from the length of contents
#   expected  2, or no size
#   found     3
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: m
    contents: [1, 2]
    size: 3
