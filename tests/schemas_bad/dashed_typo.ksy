# 10:1: warning[unknown-key] /-cheks: `-cheks` is ignored: the language has no such key
#   found     -cheks
#   hint      did you mean -checks?
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
-cheks:
  - expr: value > 0
