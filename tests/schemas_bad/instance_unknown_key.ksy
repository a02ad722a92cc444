# 11:5: error[unknown-key] /instances/total/vale: an instance has no key `vale`
#   expected  one of -checksum, -coverage, -default, -overlap, -refers-to, -reserved, -sorted, -unique, consume, contents, doc, doc-ref, encoding, enum, eos-error, if, include, io, pad-right, parent, pos, process, repeat, repeat-expr, repeat-until, size, size-eos, terminator, type, valid, value
#   found     vale
#   hint      did you mean value?
meta:
  id: sample
  endian: le
instances:
  total:
    value: 1
    vale: 2
