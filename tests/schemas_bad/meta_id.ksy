# 6:7: error[invalid-id] /meta/id: `My Format` is not a valid schema id
#   expected  a lower-case letter, then lower-case letters, digits and underscores
#   found     `My Format`
#   hint      did you mean my_format?
meta:
  id: My Format
