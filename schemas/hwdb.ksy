meta:
  id: hwdb
  title: systemd hardware database (hwdb.bin)
  application: systemd-udevd, systemd-hwdb, libudev
  file-extension: bin
  license: Apache-2.0
  ks-version: 0.9
  endian: le
doc: |
  A radix tree of match strings ("modalias" globs) with properties, and a pool of strings. udevd
  maps the file into memory and follows its absolute offsets. Of all these fields it looks at the
  signature and the file size only, so everything else has to be right before the file ships.

  The producer writes the tree in post-order: nodes lie without gaps from the end of the header
  to the start of the strings, every node after all of its children, the root last. The schema
  therefore reads the nodes one after the other and never follows an offset; that every child
  lies before its parent rules out cycles.
doc-ref: docs/formats/hwdb.md

-budget:
  file-size: 268435456
  nodes: 20000000
  depth: 8

seq:
  - id: header
    type: header
  - id: nodes
    type: node_area
    size: header.nodes_len
    doc: Offsets in the file are absolute; in this area they start at the end of the header.
  - id: strings
    size: header.strings_len
    doc: |
      Strings that end with a zero byte. The producer stores a string that is the end of another
      one only once, so offsets may point into the middle of a string.

instances:
  strings_start:
    value: 80 + header.nodes_len
    doc: |
      Absolute offset of the string pool. The size of the header is fixed by its check, and not
      taken from the field, so that damage to the field is reported once.

-checks:
  - id: terminator-missing
    expr: strings.length > 0 and strings.last == 0
    at: strings
    message: "the last string of the pool has no zero byte at its end"
    help: A consumer that looks for the end of the string reads past its mapping.
    cwe: 170
  - id: pool-without-empty-string
    expr: strings.length > 0 and strings.first == 0
    at: strings
    message: "the pool does not start with the empty string"
    help: The producer always puts it there; the pool was moved or damaged.
    cwe: 20

types:
  header:
    seq:
      - id: signature
        contents: KSLPHHRH
      - id: tool_version
        type: u8
        valid:
          min: 1
          max: 99999
        doc: Version of the systemd (or eudev) that wrote the file; for information only.
      - id: file_size
        type: u8
        valid:
          eq: _root._io.size
      - id: header_size
        type: u8
        valid: 80
      - id: node_size
        type: u8
        valid: 24
        doc: Stride of a consumer; this and the next two are there so that records may grow.
      - id: child_entry_size
        type: u8
        valid: 16
      - id: value_entry_size
        type: u8
        valid:
          any-of: [16, 32]
        doc: 16 without, 32 with the place in the source file.
      - id: nodes_root_off
        type: u8
        -refers-to:
          table: _root.nodes.items
          key: _.offset
      - id: nodes_len
        type: u8
        valid:
          min: 24
          max: _root._io.size - 80
      - id: strings_len
        type: u8
        valid:
          min: 1
          max: _root._io.size - 80
    -checks:
      - id: sizes-do-not-add-up
        expr: 80 + nodes_len + strings_len == file_size
        at: nodes_len
        message: "header, nodes and strings are 80 + {nodes_len} + {strings_len} bytes, but the file size is {file_size}"
        help: The file was cut, or bytes were added to it.
        cwe: 130
      - id: root-is-not-last
        expr: _root.nodes.items.size > 0 and _root.nodes.items.last.offset == nodes_root_off
        at: nodes_root_off
        message: "nodes_root_off is {nodes_root_off}, which is not the last node"
        help: In post-order the root comes last; nodes after it could never be reached.
        cwe: 1285

  node_area:
    seq:
      - id: items
        type: 'node(80 + _io.pos, _index == 0 ? 0 : items[_index - 1].waiting)'
        repeat: eos
    -checks:
      - id: trie-not-a-tree
        expr: >-
          sum(items, _.children_count) + 1 == items.size
          and all(items, _.waiting > 0)
          and sum(items, sum(_.children, _.child_off)) + _root.header.nodes_root_off
          == sum(items, _.offset)
        at: items
        message: "some node has no parent, or more than one"
        help: |
          In post-order the counts of children alone say which node is whose child: the latest
          ones that wait for a parent. Together with `child-of-another` this proves the tree: of all
          nodes that the waiting ones allow at that place, the right one is the last, so a child
          entry that leads elsewhere makes the sum of the offsets smaller, and nothing makes it
          greater. A shared subtree makes a glob search exponential; a node without parent is data
          that no lookup finds.
        cwe: 1285

  node:
    params:
      - id: offset
        type: u8
        doc: Absolute offset of this node, by which its parent points to it.
      - id: waiting_before
        type: s4
        doc: How many nodes before this one have no parent among those before it.
    seq:
      - id: prefix_off
        type: u8
        valid:
          min: _root.strings_start
          max: _root._io.size - 1
      - id: children_count
        type: u1
      - id: padding
        size: 7
        -reserved: "[0, 0, 0, 0, 0, 0, 0]"
      - id: values_count
        type: u8
      - id: children
        type: child_entry(_index)
        repeat: expr
        repeat-expr: children_count
        -sorted:
          by: _.c
          order: strict-ascending
        doc: A consumer finds the next character by binary search.
      - id: values
        type: value_entry
        repeat: expr
        repeat-expr: values_count
        -sorted:
          by: _.key
          order: strict-ascending
        doc: Ordered by key as strcmp does it; a key twice would hide a property.
    instances:
      waiting:
        value: waiting_before + 1 - children_count
        doc: |
          How many nodes up to this one have no parent yet: this one takes its children and waits
          itself. Its first child was the only one to wait at this place.
      prefix:
        io: _root._io
        pos: prefix_off
        terminator: 0
        -overlap: true
        doc: Part of the match string that all children share, often empty.
    -checks:
      - id: children-not-in-post-order
        expr: sorted(children, _.child_off)
        at: children
        message: "the children's offsets do not ascend"
        help: In post-order the subtree of one child ends before the next begins; a pair was swapped.
        cwe: 1285
      - id: node-is-empty
        expr: children_count > 0 or values_count > 0 or offset == _root.header.nodes_root_off
        message: "the node has neither children nor values"
        help: The producer writes such a node only as the root of an empty database.
        cwe: 20
      - id: prefix-too-long
        expr: prefix.length < 2048
        at: prefix_off
        message: "the prefix has {prefix.length} bytes, more than the 2047 of a consumer's line buffer"
        help: systemd-hwdb writes such files, and systemd 252 aborts in linebuf_rem when it searches them.
        cwe: 120

  child_entry:
    params:
      - id: number
        type: u1
    seq:
      - id: c
        type: u1
        valid:
          min: 1
        doc: The byte of the match string that leads to this child.
      - id: padding
        size: 7
        -reserved: "[0, 0, 0, 0, 0, 0, 0]"
      - id: child_off
        type: u8
        -refers-to:
          table: _root.nodes.items
          key: _.offset
    -checks:
      - id: cyclic-reference
        expr: child_off < _parent.offset or child_off >= _root.strings_start
        at: child_off
        message: "child at {child_off} does not lie before its parent at {_parent.offset}"
        help: Children are written before their parent; an offset forward is a cycle, and a search never ends.
        cwe: 835
      - id: child-of-another
        expr: child_off >= _parent.offset or child_off.target.waiting == _parent.waiting + number
        at: child_off
        message: "the node at {child_off} cannot be child {number} of the one at {_parent.offset}"
        help: By the counts of children of the nodes before, another node is.
        cwe: 1285

  value_entry:
    seq:
      - id: key_off
        type: u8
        valid:
          min: _root.strings_start
          max: _root._io.size - 1
      - id: value_off
        type: u8
        valid:
          min: _root.strings_start
          max: _root._io.size - 1
      - id: source
        type: source
        if: _root.header.value_entry_size != 16
    instances:
      key:
        io: _root._io
        pos: key_off
        terminator: 0
        -overlap: true
      value:
        io: _root._io
        pos: value_off
        terminator: 0
        -overlap: true
    -checks:
      - id: key-without-space
        expr: key.length > 1 and key.first == 0x20
        at: key_off
        message: "the key does not start with a space and a name"
        help: Consumers skip properties whose key does not start with a space, without a word.
        cwe: 20

  source:
    doc: Where a property comes from. Of equal properties the one of higher priority wins.
    seq:
      - id: filename_off
        type: u8
        valid:
          min: _root.strings_start
          max: _root._io.size - 1
      - id: line_number
        type: u4
        valid:
          min: 1
      - id: file_priority
        type: u2
        valid:
          min: 1
      - id: padding
        type: u2
        -reserved: true
    instances:
      filename:
        io: _root._io
        pos: filename_off
        terminator: 0
        -overlap: true
