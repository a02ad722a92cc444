meta:
  id: elf64
  title: ELF, 64 bits, little-endian
  file-extension: [o, so, elf]
  license: Apache-2.0
  ks-version: 0.9
  encoding: UTF-8
  endian: le
doc: |
  Header, program headers, section headers and what the sections hold. Strict about whatever a
  loader computes with: offsets and sizes inside the file, alignment, links to other sections.
doc-ref: https://gabi.xinuos.com/elf/
-gaps: padding
-budget:
  file-size: 268435456
  nodes: 4000000

seq:
  - id: ident
    type: ident
  - id: header
    type: header
instances:
  segments:
    pos: header.ofs_segments
    type: segment
    repeat: expr
    repeat-expr: header.num_segments
    if: header.num_segments != 0
  sections:
    pos: header.ofs_sections
    type: section
    repeat: expr
    repeat-expr: header.num_sections
    if: header.num_sections != 0
  names:
    value: sections[header.names_index]
    if: header.num_sections != 0 and header.names_index < header.num_sections
-checks:
  - id: names-index
    expr: header.names_index == 0 or header.names_index < header.num_sections
    message: "section {header.names_index} holds the names, but there are {header.num_sections}"
    cwe: 129

types:
  ident:
    seq:
      - {id: magic, contents: [0x7f, ELF]}
      - {id: bits, type: u1, valid: 2, doc: 2 means 64 bits}
      - {id: order, type: u1, valid: 1, doc: 1 means little-endian}
      - {id: version, type: u1, valid: 1}
      - {id: abi, type: u1}
      - {id: abi_version, type: u1}
      - {id: unused, size: 7, -reserved: true}

  header:
    seq:
      - {id: kind, type: u2, enum: kind, valid: {in-enum: true}}
      - {id: machine, type: u2}
      - {id: version, type: u4, valid: 1}
      - {id: entry, type: u8}
      - {id: ofs_segments, type: u8}
      - {id: ofs_sections, type: u8}
      - {id: flags, type: u4}
      - {id: len_header, type: u2, valid: 64}
      - id: len_segment
        type: u2
        valid:
          any-of: [0, 56]
      - {id: num_segments, type: u2}
      - id: len_section
        type: u2
        valid:
          any-of: [0, 64]
      - {id: num_sections, type: u2}
      - {id: names_index, type: u2}

  segment:
    seq:
      - {id: kind, type: u4}
      - {id: flags, type: u4}
      - {id: offset, type: u8}
      - {id: address, type: u8}
      - {id: physical, type: u8}
      - {id: len_file, type: u8}
      - {id: len_memory, type: u8}
      - {id: align, type: u8}
    -checks:
      - id: segment-outside-file
        expr: kind == 0 or offset + len_file <= _root._io.size
        message: "the segment ends at {offset + len_file}, the file at {_root._io.size}"
        cwe: 125
      - id: segment-larger-than-memory
        expr: kind != 1 or len_file <= len_memory
        message: "{len_file} bytes are loaded into {len_memory}"
        help: A loader that reserves the memory size and copies the file size overflows.
        cwe: 787
      - id: segment-alignment
        expr: align == 0 or align & (align - 1) == 0
        message: "alignment {align} is no power of two"
        at: align
      - id: segment-not-congruent
        expr: kind != 1 or align == 0 or address % align == offset % align
        message: address and offset differ modulo the alignment

  section:
    seq:
      - {id: ofs_name, type: u4}
      - {id: kind, type: u4, enum: section_kind}
      - {id: flags, type: u8}
      - {id: address, type: u8}
      - {id: offset, type: u8}
      - {id: len_body, type: u8}
      - {id: link, type: u4, valid: {max: _root.header.num_sections}}
      - {id: info, type: u4}
      - {id: align, type: u8}
      - {id: len_entry, type: u8}
    instances:
      name:
        io: _root.names.body.as<strings>._io
        pos: ofs_name
        type: strz
        if: has_names
        -overlap: true
      has_names:
        value: _root.header.names_index != 0 and _root.names.kind == section_kind::strings
      body:
        io: _root._io
        pos: offset
        size: len_body
        type:
          switch-on: kind
          cases:
            section_kind::strings: strings
            section_kind::symbols: symbols
            section_kind::dynamic_symbols: symbols
            section_kind::relocations: relocations
        if: kind != section_kind::none and kind != section_kind::no_bits
    -checks:
      - id: section-alignment
        expr: align == 0 or align & (align - 1) == 0
        message: "alignment {align} is no power of two"
        at: align
      - id: entry-size
        expr: >-
          (kind != section_kind::symbols and kind != section_kind::dynamic_symbols
          and kind != section_kind::relocations) or len_entry == 24
        message: "entries of {len_entry} bytes, expected 24"
        at: len_entry
        cwe: 131

  strings:
    seq:
      - {id: texts, type: strz, repeat: eos}

  symbols:
    seq:
      - {id: items, type: symbol, repeat: eos}
  symbol:
    seq:
      - {id: ofs_name, type: u4}
      - {id: binding, type: b4}
      - {id: kind, type: b4}
      - {id: visibility, type: u1}
      - id: section
        type: u2
        valid:
          expr: _ < _root.header.num_sections or _ >= 0xff00
      - {id: value, type: u8}
      - {id: size, type: u8}

  relocations:
    seq:
      - {id: items, type: relocation, repeat: eos}
  relocation:
    seq:
      - {id: offset, type: u8}
      - {id: kind, type: u4}
      - {id: symbol, type: u4}
      - {id: addend, type: s8}

enums:
  kind:
    1: relocatable
    2: executable
    3: shared
    4: core
  section_kind:
    0: none
    1: code
    2: symbols
    3: strings
    4: relocations
    5: hash
    6: dynamic
    7: notes
    8: no_bits
    9: short_relocations
    11: dynamic_symbols
    14: init_array
    15: fini_array
