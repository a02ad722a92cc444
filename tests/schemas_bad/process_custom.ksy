# 12:14: error[unsupported-feature] /seq/1/process: process my.decoder is not supported
#   expected  one of rol, ror, xor, zlib, or one that stands for it (--process my.decoder=...)
#   found     my.decoder
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: a
    size: n
    process: my.decoder(3)
