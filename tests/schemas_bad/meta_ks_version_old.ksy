# 7:15: error[invalid-value] /meta/ks-version: there is no such version of the language
#   expected  0.6 to 0.11
#   found     0.1
#   hint      did you mean 0.10? quote it
meta:
  id: sample
  ks-version: 0.1
