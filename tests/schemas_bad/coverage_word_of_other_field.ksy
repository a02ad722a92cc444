# 31:23: error[type-mismatch] /seq/0/-coverage/1: empty can never be exercised by this field
#   expected  a text, a byte string or a list
#   found     an integer
# 31:30: error[type-mismatch] /seq/0/-coverage/2: used can never be exercised by this field
#   expected  a field with -default
#   found     an integer
# 31:36: error[type-mismatch] /seq/0/-coverage/3: targets can never be exercised by this field
#   expected  a field with -refers-to
#   found     an integer
# 31:45: error[type-mismatch] /seq/0/-coverage/4: cases can never be exercised by this field
#   expected  a field whose type is a switch
#   found     an integer
# 31:52: error[type-mismatch] /seq/0/-coverage/5: absent can never be exercised by this field
#   expected  a field with if or a switch
#   found     an integer
# 31:60: error[type-mismatch] /seq/0/-coverage/6: sign can never be exercised by this field
#   expected  a signed number
#   found     an integer
# 35:29: error[type-mismatch] /seq/1/-coverage/2: zero can never be exercised by this field
#   expected  a number
#   found     a string
# 35:35: error[type-mismatch] /seq/1/-coverage/3: members can never be exercised by this field
#   expected  a field with enum, a boolean, or valid/any-of
#   found     a string
meta:
  id: bad
  endian: le
seq:
  - id: kind
    type: u1
    -coverage: [zero, empty, used, targets, cases, absent, sign]
  - id: name
    type: strz
    encoding: UTF-8
    -coverage: [empty, max, zero, members]
