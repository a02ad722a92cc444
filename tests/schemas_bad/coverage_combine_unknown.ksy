# 13:19: error[unknown-name] /-coverage/combine/1: combine: `mood` is no field of this type
#   expected  ids of seq fields and instances, each once
#   found     `mood`
meta:
  id: bad
  endian: le
seq:
  - id: kind
    type: u1
  - id: mode
    type: u1
-coverage:
  combine: [kind, mood]
