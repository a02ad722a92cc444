# 13:5: error[unknown-key] /-checks/0/messsage: an entry of -checks has no key `messsage`
#   expected  one of at, cwe, expr, help, id, message, severity
#   found     messsage
#   hint      did you mean message?
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
-checks:
  - expr: value > 0
    messsage: too small
