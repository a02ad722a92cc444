# 1:1: error[yaml-syntax] the schema is empty
#   expected  a mapping
