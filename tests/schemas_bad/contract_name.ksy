# 9:3: error[invalid-id] /-contract/name: `name` is not a valid name of a fact
#   expected  lower-case letters, digits and underscores, and not `name`
#   found     `name`
#   hint      contract.name is the contract's own name
meta:
  id: sample
  endian: le
-contract:
  name:
    type: str
