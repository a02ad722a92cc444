# 9:3: error[unknown-key] /-budget/filesize: -budget has no key `filesize`
#   expected  one of depth, file-size, nodes, unpacked
#   found     filesize
#   hint      did you mean file-size?
meta:
  id: sample
  endian: le
-budget:
  filesize: 4096
