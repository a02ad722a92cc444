# 6:5: error[missing-key] /meta/endian: endian has no cases
#   expected  cases
meta:
  id: sample
  endian:
    switch-on: 1
