meta:
  id: its_own_id
seq:
  - id: a
    type: u1
