# 5:3: error[yaml-syntax] /: a key must be a single value
meta:
  id: sample
  endian: le
? [1]
: 2
