meta:
  id: sqlite
  title: SQLite 3 database file
  file-extension: [db, sqlite]
  license: Apache-2.0
  ks-version: 0.9
  encoding: ASCII
  endian: be
doc: |
  Pages of one size; the first one begins with the file header. B-tree pages are read with their
  cell pointers, other pages (overflow, free) are bytes. Strict: pages of a vacuumed database
  without extras, as an application ships it.
doc-ref: https://www.sqlite.org/fileformat2.html
-budget:
  file-size: 268435456

seq:
  - id: header
    type: header
  - id: first_page
    type: page
    size: header.len_page - 100
    doc: The rest of the page that begins with the header; its offsets count from the header.
  - id: pages
    type: page
    size: header.len_page
    repeat: expr
    repeat-expr: header.num_pages - 1

types:
  header:
    seq:
      - {id: magic, contents: ["SQLite format 3", 0]}
      - id: len_page_code
        type: u2
        valid:
          any-of: [1, 512, 1024, 2048, 4096, 8192, 16384, 32768]
      - {id: write_version, type: u1, valid: {min: 1, max: 2}}
      - {id: read_version, type: u1, valid: {min: 1, max: 2}}
      - {id: len_reserved, type: u1, valid: {max: 32}}
      - {id: max_fraction, type: u1, valid: 64}
      - {id: min_fraction, type: u1, valid: 32}
      - {id: leaf_fraction, type: u1, valid: 32}
      - {id: num_changes, type: u4}
      - id: num_pages
        type: u4
        valid:
          eq: _io.size / len_page
      - {id: first_free, type: u4, valid: {max: num_pages}}
      - {id: num_free, type: u4, valid: {max: num_pages}}
      - {id: schema_cookie, type: u4}
      - {id: schema_format, type: u4, valid: {min: 1, max: 4}}
      - {id: cache_size, type: s4}
      - {id: largest_root, type: u4}
      - {id: text_encoding, type: u4, enum: text_encoding, valid: {in-enum: true}}
      - {id: user_version, type: s4}
      - {id: incremental, type: u4}
      - {id: application, type: u4}
      - {id: unused, size: 20, -reserved: true}
      - {id: valid_for, type: u4, valid: {eq: num_changes}}
      - {id: library_version, type: u4}
    instances:
      len_page:
        value: 'len_page_code == 1 ? 65536 : len_page_code'
    -checks:
      - id: partial-page
        expr: _root._io.size % len_page == 0
        message: "the file ends inside a page of {len_page} bytes"
        at: len_page_code

  page:
    seq:
      - {id: kind, type: u1}
      - id: body
        size-eos: true
        type:
          switch-on: kind
          cases:
            0x02: tree(true)
            0x05: tree(true)
            0x0a: tree(false)
            0x0d: tree(false)

  tree:
    params:
      - {id: is_inner, type: bool}
    seq:
      - {id: first_free, type: u2}
      - {id: num_cells, type: u2}
      - {id: ofs_content, type: u2}
      - {id: num_fragments, type: u1, valid: {max: 60}}
      - {id: right_child, type: u4, valid: {min: 1, max: _root.header.num_pages}, if: is_inner}
      - id: cells
        type: u2
        repeat: expr
        repeat-expr: num_cells
        valid: {min: ofs_content, max: _root.header.len_page - 1}
        doc: Offsets from the start of the page.
        -unique: true
      - {id: content, size-eos: true}

enums:
  text_encoding:
    1: utf8
    2: utf16le
    3: utf16be
