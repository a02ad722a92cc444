# 11:19: error[unknown-name] /-coverage/combine/1: combine: `kind` is named twice
#   expected  ids of seq fields and instances, each once
#   found     `kind`
meta:
  id: bad
  endian: le
seq:
  - id: kind
    type: u1
-coverage:
  combine: [kind, kind]
