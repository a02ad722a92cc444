meta:
  id: record_table
  title: Table of fixed-width records (benchmark format)
  license: Apache-2.0
  ks-version: 0.9
  endian: le
doc: |
  A plain header and records of 16 bytes, such as block lists and range tables consist of. It
  belongs to the benchmarks: long runs of small records with a check on every field.

-budget:
  file-size: 268435456
  nodes: 20000000
  depth: 8

seq:
  - id: header
    type: header
  - id: records
    type: record
    repeat: expr
    repeat-expr: header.record_count
    -unique: _.id
    -sorted: _.id

types:
  header:
    seq:
      - id: magic
        contents: RTBL
      - id: version
        type: u2
        valid: 1
      - id: flags
        type: u2
        -reserved: true
      - id: record_count
        type: u4
      - id: record_size
        type: u4
        valid: 16

  record:
    seq:
      - id: id
        type: u4
      - id: kind
        type: u1
        enum: kind
        valid:
          in-enum: true
      - id: flags
        type: u1
        valid:
          max: 0x3f
      - id: reserved
        type: u2
        -reserved: true
      - id: start
        type: u4
        valid:
          min: 0x1000
          max: 0x7fffffff
      - id: end
        type: u4
    -checks:
      - id: range-ends-before-it-starts
        expr: start <= end
        at: end
        message: "range ends at {end}, before its start {start}"
        cwe: 1284

enums:
  kind:
    0: none
    1: file_hash
    2: certificate
    3: publisher
    4: path
    5: network
    8: process
    9: registry
