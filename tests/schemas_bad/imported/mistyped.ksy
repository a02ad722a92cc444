meta:
  id: mistyped
seq:
  - id: a
    size: b
