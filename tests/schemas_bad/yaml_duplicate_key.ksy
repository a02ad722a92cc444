# 7:1: error[duplicate-id] /seq: the key `seq` stands in line 5 already
meta:
  id: sample
  endian: le
seq: []
doc: x
seq: []
