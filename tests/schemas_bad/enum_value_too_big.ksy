# 9:5: error[invalid-value] /enums/kind/18446744073709551616: the value of an enum member must be an integer from -9223372036854775808 to 18446744073709551615
#   expected  an integer from -9223372036854775808 to 18446744073709551615
#   found     the number 18446744073709551616
meta:
  id: sample
  endian: le
enums:
  kind:
    18446744073709551616: one
