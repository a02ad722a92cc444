# 6:15: error[invalid-value] /meta/ks-version: ks-version must be a version such as 0.11
#   expected  a version such as 0.11
#   found     `0.7f`
meta:
  id: sample
  ks-version: 0.7f
