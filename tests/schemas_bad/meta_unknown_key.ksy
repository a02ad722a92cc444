# 7:3: error[unknown-key] /meta/endain: meta has no key `endain`
#   expected  one of application, bit-endian, encoding, endian, file-extension, id, imports, ks-debug, ks-opaque-types, ks-version, ks-zero-copy-substream, license, tags, title, xref
#   found     endain
#   hint      did you mean endian?
meta:
  id: sample
  endain: le
