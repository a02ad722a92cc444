# 6:15: error[unsupported-feature] /meta/ks-version: the schema needs a newer version of the language
#   expected  at most 0.11
#   found     0.12
meta:
  id: sample
  ks-version: 0.12
