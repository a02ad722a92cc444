# 12:14: error[unsupported-feature] /seq/1/process: process lz4 is not supported
#   expected  one of rol, ror, xor, zlib, or one that stands for it (--process lz4=...)
#   found     lz4
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    size: n
    process: lz4
