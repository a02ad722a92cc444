# 6:3: error[invalid-value] /meta: meta must be a mapping
#   expected  a mapping
#   found     `id:bad`
#   hint      a space must stand behind `:`
meta:
  id:bad
