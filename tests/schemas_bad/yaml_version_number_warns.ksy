# 6:15: warning[invalid-value] /meta/ks-version: not every tool reads this version as it is written
#   expected  '0.10', in quotes
#   found     0.10, which many read as the number 0.1
meta:
  id: bad
  ks-version: 0.10
