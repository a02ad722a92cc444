# 8:18: error[yaml-syntax] text follows a value that is complete
#   hint      quote the whole value
meta:
  id: bad
seq:
  - id: a
    type: u1
    valid: [1, 2][0]
