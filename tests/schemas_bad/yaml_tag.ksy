# 6:6: error[unsupported-feature] /doc: YAML tags are not supported
#   found     tag:yaml.org,2002:str
meta:
  id: sample
  endian: le
doc: !!str abc
