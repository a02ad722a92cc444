meta:
  id: mmdb
  title: MaxMind DB
  application: libmaxminddb and other readers, in web servers, firewalls and security agents
  file-extension: mmdb
  license: Apache-2.0
  ks-version: 0.9
  endian: be
  encoding: UTF-8
doc: |
  A search tree over the bits of IP addresses, whose leaves point into a section of typed values,
  and metadata behind the last occurrence of a marker. A reader looks for the marker from the end
  of the file; the schema tries one place after the other, from the end, as a list.
doc-ref: docs/formats/mmdb.md

-budget:
  file-size: 268435456
  nodes: 100000000
  depth: 120

seq:
  - id: tree
    type: tree
    size: tree_size
  - id: separator
    size: 16
    -reserved: "[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]"
    doc: A record that points here, by mistake, points at nothing.
  - id: data
    type: data_section
    size: marker_at - tree_size - 16

instances:
  tries:
    type: try(_io.size - 14 - _index)
    repeat: until
    repeat-until: _.is_marker or _index >= last_try
  last_try:
    value: '_io.size - 14 < 131058 ? _io.size - 14 : 131058'
    doc: A reader looks through the last 131,072 bytes.
  marker_at:
    value: tries.last.at
  marker:
    pos: marker_at
    contents: [0xab, 0xcd, 0xef, MaxMind.com]
  metadata:
    pos: marker_at + 14
    type: metadata
    size-eos: true
  node_count:
    value: metadata.node_count.last.number
  record_size:
    value: metadata.record_size.last.number
  ip_version:
    value: metadata.ip_version.last.number
  tree_size:
    value: node_count * record_size / 4

-checks:
  - id: record-size-unknown
    expr: record_size == 24 or record_size == 28 or record_size == 32
    at: metadata
    message: "records have {record_size} bits"
    help: There are records of 24, 28 and 32 bits.
    cwe: 1287
  - id: ip-version-unknown
    expr: ip_version == 4 or ip_version == 6
    at: metadata
    message: "ip_version is {ip_version}"
    help: It is 4 or 6; readers walk 32 or 128 bits accordingly.
    cwe: 1287
  - id: format-version-unknown
    expr: metadata.major_version.last.number == 2
    at: metadata
    message: "binary_format_major_version is {metadata.major_version.last.number}"
    help: Readers know version 2, and refuse others.
    cwe: 1287
  - id: metadata-incomplete
    expr: >-
      (metadata.database_type.last.kind == 2 or metadata.database_type.last.kind == 1)
      and metadata.build_epoch.last.kind == 9
      and metadata.minor_version.last.kind == 5 and metadata.major_version.last.kind == 5
      and metadata.node_count.last.kind == 6 and metadata.record_size.last.kind == 5
      and metadata.ip_version.last.kind == 5
    at: metadata
    message: "metadata lack an entry that a reader needs, or have it in another type"
    help: libmaxminddb refuses such a file.
    cwe: 1287

types:
  try:
    params:
      - id: at
        type: s4
    instances:
      bytes:
        io: _root._io
        pos: at
        size: 14
        -overlap: true
      is_marker:
        value: bytes == [0xab, 0xcd, 0xef, 0x4d, 0x61, 0x78, 0x4d, 0x69, 0x6e, 0x64, 0x2e, 0x63, 0x6f, 0x6d]

  tree:
    seq:
      - id: nodes
        type:
          switch-on: _root.record_size
          cases:
            24: node_24
            28: node_28
            32: node_32
        repeat: expr
        repeat-expr: _root.node_count

  node_24:
    seq:
      - id: left
        type: b24
      - id: right
        type: b24
    instances:
      left_target:
        value: left - _root.node_count - 16
        if: left > _root.node_count
        -refers-to: {table: _root.data.tokens, key: _.at}
      right_target:
        value: right - _root.node_count - 16
        if: right > _root.node_count
        -refers-to: {table: _root.data.tokens, key: _.at}

  node_28:
    seq:
      - id: left_low
        type: b24
      - id: left_high
        type: b4
      - id: right_high
        type: b4
      - id: right_low
        type: b24
    instances:
      left:
        value: left_high * 16777216 + left_low
      right:
        value: right_high * 16777216 + right_low
      left_target:
        value: left - _root.node_count - 16
        if: left > _root.node_count
        -refers-to: {table: _root.data.tokens, key: _.at}
      right_target:
        value: right - _root.node_count - 16
        if: right > _root.node_count
        -refers-to: {table: _root.data.tokens, key: _.at}

  node_32:
    seq:
      - id: left
        type: u4
      - id: right
        type: u4
    instances:
      left_target:
        value: left - _root.node_count - 16
        if: left > _root.node_count
        -refers-to: {table: _root.data.tokens, key: _.at}
      right_target:
        value: right - _root.node_count - 16
        if: right > _root.node_count
        -refers-to: {table: _root.data.tokens, key: _.at}

  data_section:
    seq:
      - id: values
        type: value(_io.pos, ",", true)
        repeat: eos
    instances:
      tokens:
        pos: 0
        type: token(_io.pos)
        repeat: eos
        -overlap: true
        doc: |
          The same bytes as one flat list. Whatever an offset points to starts with one of these;
          the values inside a list or map follow it as tokens of their own.

  head:
    doc: Kind and size of a value.
    seq:
      - id: short_kind
        type: b3
      - id: short_size
        type: b5
      - id: long_kind
        type: u1
        if: short_kind == 0
        valid:
          any-of: [1, 2, 3, 4, 7, 8]
        doc: Kinds from 8 on, less 7. 12 and 13 are for the inner use of programs.
      - id: size_29
        type: u1
        if: short_kind != 1 and short_size == 29
      - id: size_30
        type: u2
        if: short_kind != 1 and short_size == 30
      - id: size_31
        type: b24
        if: short_kind != 1 and short_size == 31
    instances:
      kind:
        value: 'short_kind == 0 ? 7 + long_kind : short_kind'
        doc: |
          1 pointer, 2 string, 3 double, 4 bytes, 5 u16, 6 u32, 7 map, 8 s32, 9 u64, 10 u128,
          11 array, 14 boolean, 15 float.
      size:
        value: >-
          short_kind == 1 or short_size < 29 ? short_size
          : (short_size == 29 ? 29 + size_29 : (short_size == 30 ? 285 + size_30 : 65821 + size_31))
        doc: In bytes; in pairs for a map, values for an array; the value itself for a boolean.
    -checks:
      - id: size-does-not-fit
        expr: >-
          (kind != 3 or size == 8) and (kind != 15 or size == 4) and (kind != 5 or size <= 2)
          and (kind != 6 and kind != 8 or size <= 4) and (kind != 9 or size <= 8)
          and (kind != 10 or size <= 16) and (kind != 14 or size <= 1)
        message: "a value of kind {kind} cannot have the size {size}"
        help: Readers give up on the record, or take another value from it.
        cwe: 1284

  token:
    params:
      - id: at
        type: s4
        doc: Offset in the data section.
    seq:
      - id: head
        type: head
      - id: content
        size: >-
          head.kind == 7 or head.kind == 11 or head.kind == 14 ? 0
          : (head.kind == 1 ? (head.short_size >> 3) + 1
          : (head.kind == 3 ? 8 : (head.kind == 15 ? 4 : head.size)))

  value:
    params:
      - id: at
        type: s4
        doc: Offset in the data section.
      - id: around
        type: str
        doc: The offsets of the values that this one lies in, each between commas.
      - id: in_data
        type: bool
        doc: False in the metadata.
    seq:
      - id: head
        type: head
      - id: body
        type:
          switch-on: head.kind
          cases:
            1: pointer(head.short_size, at, around, in_data)
            2: text(head.size)
            3: f8
            4: raw(head.size)
            5: number(head.size)
            6: number(head.size)
            7: map(head.size, f"{around}{at},", in_data)
            8: number(head.size)
            9: number(head.size)
            10: raw(head.size)
            11: array(head.size, f"{around}{at},", in_data)
            15: f4
    instances:
      kind:
        value: head.kind
      number:
        value: body.as<number>.number
        if: kind == 5 or kind == 6
      identity:
        value: 'kind == 2 ? "t" + body.as<text>.text : f"p{body.as<pointer>.target}"'
        if: kind == 1 or kind == 2

  pointer:
    params:
      - id: bits
        type: u1
      - id: at
        type: s4
      - id: around
        type: str
      - id: in_data
        type: bool
    seq:
      - id: rest_1
        type: u1
        if: bits >> 3 == 0
      - id: rest_2
        type: u2
        if: bits >> 3 == 1
      - id: rest_3
        type: b24
        if: bits >> 3 == 2
      - id: rest_4
        type: u4
        if: bits >> 3 == 3
    instances:
      target:
        value: >-
          bits >> 3 == 0 ? (bits & 7) * 256 + rest_1
          : (bits >> 3 == 1 ? (bits & 7) * 65536 + rest_2 + 2048
          : (bits >> 3 == 2 ? (bits & 7) * 16777216 + rest_3 + 526336 : rest_4))
      token:
        value: target
        if: in_data
        -refers-to: {table: _root.data.tokens, key: _.at}
      metadata_token:
        value: target
        if: not in_data
        -refers-to: {table: _root.metadata.tokens, key: _.at}
    -checks:
      - id: pointer-to-pointer
        expr: '(in_data ? token.target.head.kind : metadata_token.target.head.kind) != 1'
        message: "the pointer leads to another pointer"
        help: The specification forbids it; libmaxminddb refuses the record.
        cwe: 1285
      - id: cyclic-reference
        expr: target < at and not contains(around, f",{target},")
        message: "the pointer at {at} leads to {target}, which is not before it or holds it"
        help: A reader that follows it may never come to an end.
        cwe: 835

  text:
    params:
      - id: len
        type: u4
    seq:
      - id: text
        type: str
        size: len

  raw:
    params:
      - id: len
        type: u4
    seq:
      - id: bytes
        size: len

  number:
    params:
      - id: len
        type: u4
    seq:
      - id: digits
        type: u1
        repeat: expr
        repeat-expr: len
        doc: The highest first; leading zeros are left out.
    instances:
      number:
        value: >-
          len == 0 ? 0 : (len == 1 ? digits[0] : (len == 2 ? digits[0] * 256 + digits[1]
          : (len == 3 ? digits[0] * 65536 + digits[1] * 256 + digits[2]
          : digits[0] * 16777216 + digits[1] * 65536 + digits[2] * 256 + digits[3])))
        if: len <= 4

  map:
    params:
      - id: count
        type: u4
      - id: around
        type: str
      - id: in_data
        type: bool
    seq:
      - id: pairs
        type: pair(around, in_data)
        repeat: expr
        repeat-expr: count
        -unique: _.key.identity

  pair:
    params:
      - id: around
        type: str
      - id: in_data
        type: bool
    seq:
      - id: key
        type: value(_io.pos, around, in_data)
      - id: value
        type: value(_io.pos, around, in_data)
    -checks:
      - id: key-not-a-string
        expr: >-
          key.kind == 2 or key.kind == 1 and 2 == (in_data
          ? key.body.as<pointer>.token.target.head.kind
          : key.body.as<pointer>.metadata_token.target.head.kind)
        at: key
        message: "the key of a map is of kind {key.kind}, or a pointer to no string"
        help: libmaxminddb gives up on the map.
        cwe: 1287

  array:
    params:
      - id: count
        type: u4
      - id: around
        type: str
      - id: in_data
        type: bool
    seq:
      - id: values
        type: value(_io.pos, around, in_data)
        repeat: expr
        repeat-expr: count

  metadata:
    seq:
      - id: head
        type: head
      - id: pairs
        type: metadata_pair
        repeat: expr
        repeat-expr: head.size
        -unique: _.key
      - id: rest
        size-eos: true
    instances:
      tokens:
        pos: 0
        type: token(_io.pos)
        repeat: eos
        -overlap: true
        doc: As in the data; offsets count from the start of the metadata.
      node_count:
        type: entry(_index, "node_count")
        repeat: until
        repeat-until: _.is_it or _index >= pairs.size - 1
      record_size:
        type: entry(_index, "record_size")
        repeat: until
        repeat-until: _.is_it or _index >= pairs.size - 1
      ip_version:
        type: entry(_index, "ip_version")
        repeat: until
        repeat-until: _.is_it or _index >= pairs.size - 1
      database_type:
        type: entry(_index, "database_type")
        repeat: until
        repeat-until: _.is_it or _index >= pairs.size - 1
      build_epoch:
        type: entry(_index, "build_epoch")
        repeat: until
        repeat-until: _.is_it or _index >= pairs.size - 1
      major_version:
        type: entry(_index, "binary_format_major_version")
        repeat: until
        repeat-until: _.is_it or _index >= pairs.size - 1
      minor_version:
        type: entry(_index, "binary_format_minor_version")
        repeat: until
        repeat-until: _.is_it or _index >= pairs.size - 1
    -checks:
      - id: bytes-after-metadata
        expr: rest.size == 0
        at: rest
        message: "{rest.size} bytes lie behind the metadata"
        help: Two files were glued together, or the count of the metadata is too small.
        cwe: 1284
      - id: metadata-not-a-map
        expr: head.kind == 7
        at: head
        message: "the metadata are a value of kind {head.kind}, not a map"
        help: No reader opens the file.
        cwe: 1287

  metadata_pair:
    seq:
      - id: key_head
        type: head
      - id: key
        type: str
        size: key_head.size
      - id: value
        type: value(_io.pos, ",0,", false)
    -checks:
      - id: key-not-a-string
        expr: key_head.kind == 2
        at: key_head
        message: "the key of an entry of the metadata is of kind {key_head.kind}, not a string"
        help: No reader opens the file.
        cwe: 1287

  entry:
    doc: The entry of the metadata at this place, and whether it is the one that is looked for.
    params:
      - id: place
        type: s4
      - id: name
        type: str
    instances:
      is_it:
        value: _parent.pairs[place].key == name
      kind:
        value: 'is_it ? _parent.pairs[place].value.kind : 0'
      number:
        value: _parent.pairs[place].value.number
        if: is_it
