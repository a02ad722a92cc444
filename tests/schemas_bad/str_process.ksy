# 13:5: error[conflicting-keys] /seq/1/process: process has no effect on a string
#   hint      read a byte array, and convert it with to_s in a value instance
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: m
    type: str
    encoding: ASCII
    size: 2
    process: xor(1)
