# 8:13: error[yaml-syntax] text follows a value that is complete
#   hint      quote the whole value
meta:
  id: bad
seq:
  - id: a
    type: u1
    if: "a" == "b"
