# 4:3: error[missing-key] /meta: meta has no id
#   expected  id: name_of_the_format
meta:
  endian: le
