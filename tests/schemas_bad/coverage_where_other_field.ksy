# 22:12: error[type-mismatch] /-coverage/0/where: where cannot use a field that is not combined
#   expected  comparisons of the combined fields with one another and with constants
#   found     size > 3
# 24:12: error[type-mismatch] /-coverage/1/where: where cannot use more than arithmetic and comparisons
#   expected  comparisons of the combined fields with one another and with constants
#   found     _io.size > 3
# 26:25: error[unknown-name] /-coverage/2/where: field is not declared
#   expected  a field of bad
#   found     unknown
meta:
  id: bad
  endian: le
seq:
  - id: kind
    type: u1
  - id: mode
    type: u1
  - id: size
    type: u1
-coverage:
  - combine: [kind, mode]
    where: size > 3
  - combine: [kind, mode]
    where: _io.size > 3
  - combine: [kind, size]
    where: kind == 1 or unknown == 2
