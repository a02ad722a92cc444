# 6:13: error[invalid-value] /meta/ks-debug: ks-debug must be true or false
#   expected  true or false
#   found     `yes`
meta:
  id: sample
  ks-debug: yes
