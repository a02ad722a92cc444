# 7:7: error[invalid-value] /meta/imports/0: `a b` is not a path of an import
#   expected  names between `/`, without `.ksy`
#   found     `a b`
meta:
  id: sample
  imports:
    - 'a b'
