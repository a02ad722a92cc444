# 7:1: error[yaml-syntax] a tab cannot indent
#   hint      indent with spaces
meta:
  id: bad
seq:
  - id: a
	 type: u1
