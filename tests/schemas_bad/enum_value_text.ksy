# 9:5: error[invalid-value] /enums/kind/first: the value of an enum member must be an integer from -9223372036854775808 to 18446744073709551615
#   expected  an integer from -9223372036854775808 to 18446744073709551615
#   found     `first`
meta:
  id: sample
  endian: le
enums:
  kind:
    first: one
