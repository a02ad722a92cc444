# 10:5: error[conflicting-keys] /seq/1/encoding: encoding has no effect on a field with a switch
#   hint      set meta/encoding, which the cases inherit
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
  - id: m
    encoding: ASCII
    type:
      switch-on: n
      cases:
        1: strz
