# 12:18: error[invalid-value] /seq/0/-checksum/algorithm: algorithm must be one of crc32, crc32c, adler32, sum8, sum16, sum32, fletcher16, fletcher32, wsum16le, wsum16be, wsum32le, wsum32be, zsum8, zsum16le, zsum16be, zsum32le, zsum32be, md5, sha1, sha256, sha512
#   expected  one of crc32, crc32c, adler32, sum8, sum16, sum32, fletcher16, fletcher32, wsum16le, wsum16be, wsum32le, wsum32be, zsum8, zsum16le, zsum16be, zsum32le, zsum32be, md5, sha1, sha256, sha512
#   found     `crc23`
#   hint      did you mean crc32?
meta:
  id: sample
  endian: le
seq:
  - id: value
    type: u4
    -checksum:
      algorithm: crc23
