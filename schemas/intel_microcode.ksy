meta:
  id: intel_microcode
  title: Intel processor microcode updates
  application: Linux early and late microcode loading, firmware, iucode_tool
  file-extension: [bin, fw]
  license: Apache-2.0
  ks-version: 0.9
  endian: le
doc: |
  One or more microcode updates, one behind the other. The processor verifies the signed payload
  itself; everything around it is read by firmware, by the kernel before anything else runs, or
  by a tool as root. All sums are of 32-bit little-endian words.
doc-ref: docs/formats/intel_microcode.md

-budget:
  file-size: 134217728
  nodes: 40000000
  depth: 8

seq:
  - id: updates
    type: update
    repeat: eos
    doc: |
      In any order. Tools put bundles together from files that hold the same update, so one may
      stand twice.

-checks:
  - id: file-is-empty
    expr: updates.size > 0
    message: "the file holds no update"
    help: A loader finds nothing for its processor in it, and the system starts without a word.
    cwe: 20

types:
  update:
    seq:
      - id: header
        type: header
      - id: payload
        size: header.data_len - header.metadata_size
        doc: Signed, and encrypted; the processor reads it.
      - id: metadata
        type: metadata
        size: header.metadata_size
        if: header.metadata_size != 0
      - id: further
        type: signature_table
        size: header.total_len - 48 - header.data_len
        if: header.total_len > 48 + header.data_len
        doc: Further processors that the same update is for. Fills the update to its end.
    instances:
      identity:
        value: 'f"{header.signature} {header.platforms} {header.revision}"'
        doc: What tools tell updates apart by.
      content:
        value: 'f"{header.checksum} {header.data_len}"'
    -checks:
      - id: revision-ambiguous
        expr: lookup(_root.updates, identity, _.identity).content == content
        at: header
        message: "another update for the same processor has the same revision {header.revision} and other content"
        help: Which one is loaded depends on the loader; iucode_tool gives up.
        cwe: 694

  header:
    seq:
      - id: header_version
        type: u4
        valid: 1
      - id: revision
        type: u4
        valid:
          min: 1
          max: 0x7fffffff
        doc: |
          0 is what a processor tells that has no update; from 0x80000000 on it is a negative
          number, older than everything, which no update for production has.
      - id: date
        type: bcd_date
      - id: signature
        type: u4
        doc: What the processor tells by CPUID leaf 1 in EAX, its family, model and stepping.
      - id: checksum
        type: u4
        -checksum:
          algorithm: zsum32le
          from: start_of(header_version)
          to: 'metadata_size == 0 ? end_of(_parent.payload) : end_of(_parent.metadata)'
        doc: |
          Makes the words of header and data sum up to 0. Loaders drop an update in which they do
          not: something in it changed after it was made.
      - id: loader_revision
        type: u4
        valid: 1
      - id: platforms
        type: u4
        valid:
          max: 255
        doc: One bit for every platform id that the update is for; 0 if the processor has none.
      - id: data_size
        type: u4
        valid:
          expr: _ == 0 or _ % 4 == 0 and _ >= 48
        doc: Bytes behind the header; 0 means 2000.
      - id: total_size
        type: u4
        valid:
          expr: 'data_size == 0 ? _ == 0 or _ == 2048 : _ % 1024 == 0 and _ >= 48 + data_len'
        doc: |
          Bytes of the whole update; not looked at by consumers where data_size is 0, which means
          2048.
      - id: metadata_size
        type: u4
        valid:
          expr: _ % 4 == 0 and _ <= data_len
        doc: Bytes of the metadata at the end of the data, 0 for none.
      - id: minimum_revision
        type: u4
        valid:
          max: revision
        doc: The oldest revision from which a running system may change to this one, or 0.
      - id: reserved
        type: u4
        -reserved: true
    instances:
      data_len:
        value: 'data_size == 0 ? 2000 : data_size'
      total_len:
        value: 'data_size == 0 ? 2048 : total_size'
    -checks:
      - id: signature-not-a-processor
        expr: signature & 0xf000c000 == 0 and signature & 0xf00 != 0
        at: signature
        message: "{signature} is no answer of CPUID: reserved bits are set, or it has no family"
        help: No processor matches, and the update is never loaded.
        cwe: 20

  bcd_date:
    doc: Month, day and year of the number 0xMMDDYYYY, decimal digits in half bytes.
    seq:
      - id: year
        type: u2
        valid:
          expr: >-
            _ >= 0x1995 and _ <= 0x2099 and (_ & 0xf) < 10 and (_ >> 4 & 0xf) < 10
            and (_ >> 8 & 0xf) < 10
      - id: day
        type: u1
        valid:
          expr: _ >= 1 and _ <= 0x31 and (_ & 0xf) < 10
      - id: month
        type: u1
        valid:
          expr: _ >= 1 and _ <= 0x12 and (_ & 0xf) < 10
    -checks:
      - id: date-not-in-calendar
        expr: >-
          day <= 0x30 or day == 0x31 and (month == 1 or month == 3 or month == 5 or month == 7
          or month == 8 or month == 0x10 or month == 0x12)
        at: day
        message: "the month has no such day"
        help: Tools that choose updates by date refuse the file.
        cwe: 20
      - id: date-not-in-calendar
        expr: month != 2 or day <= 0x29
        at: day
        message: "February has no such day"
        help: Tools that choose updates by date refuse the file.
        cwe: 20

  metadata:
    doc: Blocks to the end of the data, the last one of kind 0.
    seq:
      - id: blocks
        type: metadata_block
        repeat: until
        repeat-until: _.kind == 0
      - id: rest
        size-eos: true
    -checks:
      - id: metadata-after-end
        expr: rest.size == 0
        at: rest
        message: "{rest.size} bytes of metadata lie behind the block that ends it"
        help: A loader that looks for one of these blocks never finds it.
        cwe: 1284

  metadata_block:
    seq:
      - id: kind
        type: u4
      - id: len
        type: u4
        valid:
          expr: 'kind == 0 ? _ == 8 : _ >= 8 and _ % 4 == 0'
        doc: Bytes of the block with these 8.
      - id: content
        size: len - 8
        doc: What a kind means is for the loader that knows it.

  signature_table:
    seq:
      - id: count
        type: u4
        valid:
          eq: (_io.size - 20) / 12
        doc: The table has 20 bytes, and 12 for each signature.
      - id: checksum
        type: u4
        -checksum:
          algorithm: zsum32le
          from: start_of(count)
          to: end_of(signatures)
        doc: |
          Makes the words of the table sum up to 0. Where they do not, consumers take the update
          for its first signature only, or drop the file.
      - id: reserved
        size: 12
        -reserved: "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]"
      - id: signatures
        type: further_signature
        repeat: expr
        repeat-expr: count
        -unique: _.signature * 256 + _.platforms
    -checks:
      - id: table-is-empty
        expr: count > 0
        at: count
        message: "the table of further signatures has none"
        help: An update that has none ends with its data.
        cwe: 20

  further_signature:
    seq:
      - id: signature
        type: u4
      - id: platforms
        type: u4
        valid:
          max: 255
      - id: checksum
        type: u4
        valid:
          eq: >-
            (_parent._parent.header.signature + _parent._parent.header.platforms
            + _parent._parent.header.checksum - signature - platforms) % 4294967296
        doc: |
          That of the header, if this signature and these platforms stood there. Tools that split
          the update by processor make a broken one of it where it is not.
    -checks:
      - id: signature-not-a-processor
        expr: signature & 0xf000c000 == 0 and signature & 0xf00 != 0
        at: signature
        message: "{signature} is no answer of CPUID: reserved bits are set, or it has no family"
        help: No processor matches, and the update is never loaded.
        cwe: 20
