# 6:20: error[unsupported-feature] /meta/ks-opaque-types: opaque types are not supported
#   expected  every type declared here or imported
#   found     ks-opaque-types: true
meta:
  id: sample
  ks-opaque-types: true
