# 14:23: error[unknown-type] /types/other/params/0/type: type is not declared
#   expected  a built-in type, or one declared here or imported
#   found     part
#   hint      did you mean leaf::part?
meta:
  id: bad
  endian: le
types:
  leaf:
    types:
      part: {}
  other:
    params:
      - {id: p, type: part}
