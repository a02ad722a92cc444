# 3:1: error[missing-key] /: the schema has no meta
#   expected  meta
seq: []
