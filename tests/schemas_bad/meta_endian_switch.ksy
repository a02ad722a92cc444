# 9:10: error[invalid-value] /meta/endian/cases/1: the byte order of a case must be one of le, be
#   expected  one of le, be
#   found     `middle`
meta:
  id: sample
  endian:
    switch-on: 1
    cases:
      1: middle
