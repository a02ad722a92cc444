# 12:5: error[invalid-value] /enums/kind/-1x: the value of an enum member must be an integer from -9223372036854775808 to 18446744073709551615
#   expected  an integer from -9223372036854775808 to 18446744073709551615
#   found     `-1x`
meta:
  id: bad
  endian: le
seq:
  - id: n
    type: u1
enums:
  kind:
    -1x: one
