meta:
  id: broken
seq:
  - id: a
    sise: 3
