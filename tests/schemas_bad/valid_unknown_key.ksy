# 12:7: error[unknown-key] /seq/0/valid/mni: valid has no key `mni`
#   expected  one of any-of, eq, expr, in-enum, max, min
#   found     mni
#   hint      did you mean min?
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    valid:
      mni: 1
