# 12:11: error[unsupported-feature] /seq/0/type: nothing is known of the opaque type other::part
#   expected  a type declared here or imported, or a schema that stands for it (--opaque other=SCHEMA.ksy)
#   found     other::part
# 17:12: error[unsupported-feature] /seq/1/type/cases/1: nothing is known of the opaque type another
#   expected  a type declared here or imported, or a schema that stands for it (--opaque another=SCHEMA.ksy)
#   found     another
meta:
  id: sample
  ks-opaque-types: true
seq:
  - id: a
    type: other::part
  - id: b
    type:
      switch-on: 1
      cases:
        1: another
