# 9:16: error[expression-syntax] /instances/total/value: a decimal number starts with 0
#   expected  755, or 0o for octal
#   found     `0755`
meta:
  id: sample
  endian: le
instances:
  total:
    value: 1 + 0755
