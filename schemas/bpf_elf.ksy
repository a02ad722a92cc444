meta:
  id: bpf_elf
  title: eBPF object (64-bit ELF, relocatable, machine BPF)
  application: libbpf, bpftool, tc, xdp-loader, the Linux kernel behind them
  file-extension: o
  license: Apache-2.0
  ks-version: 0.9
  encoding: UTF-8
  imports:
    - btf
doc: |
  What a compiler makes of a BPF program, and what a loader takes apart before the kernel sees any
  of it: programs, the maps they use, their data, the license, the types (`.BTF`), and tables that
  say where in the programs addresses, types of the kernel, and lines of the source belong
  (`.rel*`, `.BTF.ext`). Everything refers to everything else by number or offset, and all of it is
  followed in user space, mostly by root.

  An object may be of either byte order; the fifth byte of the file says of which.
doc-ref: docs/formats/bpf_elf.md

-gaps: padding

-budget:
  file-size: 67108864
  nodes: 20000000
  depth: 24

seq:
  - id: magic
    contents: [0x7f, ELF]
  - id: elf_class
    type: u1
    valid: 2
    doc: Offsets of 64 bits.
  - id: data
    type: u1
    enum: byte_order
    valid:
      in-enum: true
  - id: body
    type: body

enums:
  byte_order:
    1: little
    2: big
  section_kind:
    0: none
    1: contents
    2: symbols
    3: strings
    8: no_bytes
    9: relocations
    17: group
    0x6fff4c03: address_significant
  symbol_kind:
    0: no_type
    1: object
    2: function
    3: section
    4: source_file
  role:
    0: other
    1: program
    2: license
    3: kernel_version
    4: maps_of_old
    5: types
    6: types_of_code
  opcode:
    0x00: wide_second
    0x04: add32_value
    0x05: jump
    0x06: jump_far
    0x07: add64_value
    0x0c: add32_register
    0x0f: add64_register
    0x14: sub32_value
    0x15: jump_equal_value
    0x16: jump32_equal_value
    0x17: sub64_value
    0x18: load_wide
    0x1c: sub32_register
    0x1d: jump_equal_register
    0x1e: jump32_equal_register
    0x1f: sub64_register
    0x20: packet_4
    0x24: mul32_value
    0x25: jump_above_value
    0x26: jump32_above_value
    0x27: mul64_value
    0x28: packet_2
    0x2c: mul32_register
    0x2d: jump_above_register
    0x2e: jump32_above_register
    0x2f: mul64_register
    0x30: packet_1
    0x34: div32_value
    0x35: jump_above_or_equal_value
    0x36: jump32_above_or_equal_value
    0x37: div64_value
    0x3c: div32_register
    0x3d: jump_above_or_equal_register
    0x3e: jump32_above_or_equal_register
    0x3f: div64_register
    0x40: packet_at_register_4
    0x44: or32_value
    0x45: jump_bit_set_value
    0x46: jump32_bit_set_value
    0x47: or64_value
    0x48: packet_at_register_2
    0x4c: or32_register
    0x4d: jump_bit_set_register
    0x4e: jump32_bit_set_register
    0x4f: or64_register
    0x50: packet_at_register_1
    0x54: and32_value
    0x55: jump_not_equal_value
    0x56: jump32_not_equal_value
    0x57: and64_value
    0x5c: and32_register
    0x5d: jump_not_equal_register
    0x5e: jump32_not_equal_register
    0x5f: and64_register
    0x61: load_4
    0x62: store_value_4
    0x63: store_4
    0x64: lsh32_value
    0x65: jump_greater_value
    0x66: jump32_greater_value
    0x67: lsh64_value
    0x69: load_2
    0x6a: store_value_2
    0x6b: store_2
    0x6c: lsh32_register
    0x6d: jump_greater_register
    0x6e: jump32_greater_register
    0x6f: lsh64_register
    0x71: load_1
    0x72: store_value_1
    0x73: store_1
    0x74: rsh32_value
    0x75: jump_greater_or_equal_value
    0x76: jump32_greater_or_equal_value
    0x77: rsh64_value
    0x79: load_8
    0x7a: store_value_8
    0x7b: store_8
    0x7c: rsh32_register
    0x7d: jump_greater_or_equal_register
    0x7e: jump32_greater_or_equal_register
    0x7f: rsh64_register
    0x81: load_signed_4
    0x84: neg32
    0x85: call
    0x87: neg64
    0x89: load_signed_2
    0x8d: call_register
    0x91: load_signed_1
    0x94: mod32_value
    0x95: exit
    0x97: mod64_value
    0x9c: mod32_register
    0x9f: mod64_register
    0xa4: xor32_value
    0xa5: jump_below_value
    0xa6: jump32_below_value
    0xa7: xor64_value
    0xac: xor32_register
    0xad: jump_below_register
    0xae: jump32_below_register
    0xaf: xor64_register
    0xb4: mov32_value
    0xb5: jump_below_or_equal_value
    0xb6: jump32_below_or_equal_value
    0xb7: mov64_value
    0xbc: mov32_register
    0xbd: jump_below_or_equal_register
    0xbe: jump32_below_or_equal_register
    0xbf: mov64_register
    0xc3: atomic_4
    0xc4: arsh32_value
    0xc5: jump_less_value
    0xc6: jump32_less_value
    0xc7: arsh64_value
    0xcb: atomic_2
    0xcc: arsh32_register
    0xcd: jump_less_register
    0xce: jump32_less_register
    0xcf: arsh64_register
    0xd3: atomic_1
    0xd4: to_little_endian
    0xd5: jump_less_or_equal_value
    0xd6: jump32_less_or_equal_value
    0xd7: swap_bytes
    0xdb: atomic_8
    0xdc: to_big_endian
    0xdd: jump_less_or_equal_register
    0xde: jump32_less_or_equal_register
    0xe5: jump_some_times

types:
  body:
    meta:
      endian:
        switch-on: _root.data
        cases:
          byte_order::little: le
          byte_order::big: be
          _: le
    seq:
      - id: ident_version
        type: u1
        valid: 1
      - id: os_abi
        type: u1
        valid:
          any-of: [0, 3]
        doc: 3 when a section must be kept (flag 0x200000), a flag of GNU.
      - id: abi_version
        type: u1
        -reserved: true
      - id: ident_padding
        size: 7
        -reserved: true
      - id: type
        type: u2
        valid: 1
        doc: Relocatable.
      - id: machine
        type: u2
        valid: 247
        doc: BPF.
      - id: version
        type: u4
        valid: 1
      - id: entry
        type: u8
        -reserved: true
      - id: program_headers_at
        type: u8
        -reserved: true
      - id: section_headers_at
        type: u8
        valid:
          min: 64
          max: _root._io.size
      - id: flags
        type: u4
        -reserved: true
      - id: header_size
        type: u2
        valid: 64
      - id: program_header_size
        type: u2
        -reserved: true
      - id: program_header_count
        type: u2
        -reserved: true
      - id: section_header_size
        type: u2
        valid: 64
      - id: section_count
        type: u2
        valid:
          min: 2
          max: 0xfeff
      - id: names_section
        type: u2
        valid:
          min: 1
          max: section_count - 1
        doc: The section that holds the names of sections.
    instances:
      sections:
        pos: section_headers_at
        type: section(_index)
        repeat: expr
        repeat-expr: section_count
      section_names:
        pos: sections[names_section].offset
        size: sections[names_section].size
        type: string_table
        -overlap: true
      types_search:
        type: finder(_index, ".BTF")
        repeat: until
        repeat-until: _.is_it or _index >= section_count - 1
      types_section:
        value: 'types_search.last.is_it ? types_search.last.index : 0'
        doc: Index of the section with the types, 0 for none.
      types:
        pos: sections[types_section].offset
        size: sections[types_section].size
        type: btf
        if: types_section > 0
      types_of_code_search:
        type: finder(_index, ".BTF.ext")
        repeat: until
        repeat-until: _.is_it or _index >= section_count - 1
      types_of_code_section:
        value: 'types_of_code_search.last.is_it ? types_of_code_search.last.index : 0'
      types_of_code:
        pos: sections[types_of_code_section].offset
        size: sections[types_of_code_section].size
        type: types_of_code
        if: types_of_code_section > 0 and types_section > 0
      type_count:
        value: 'types_section > 0 ? types.body.types.items.size : 0'
      type_names_size:
        value: 'types_section > 0 ? types.body.str_len : 0'
    -checks:
      - id: section-twice
        expr: >-
          count(sections, _.kind == section_kind::symbols) == 1
          and count(sections, _.name == "license") <= 1 and count(sections, _.name == "version") <= 1
          and count(sections, _.name == "maps") <= 1 and count(sections, _.name == ".maps") <= 1
          and count(sections, _.name == ".BTF") <= 1 and count(sections, _.name == ".BTF.ext") <= 1
        at: sections
        message: "one symbol table, and no more than one of `license`, `version`, `maps`, `.maps`, `.BTF` and `.BTF.ext`"
        help: Loaders take the first or the last one, and follow numbers of the other.
        cwe: 694
      - id: types-missing
        expr: types_of_code_section == 0 or types_section > 0
        at: sections
        message: "`.BTF.ext` without `.BTF`"
        help: Its type ids and name offsets refer to nothing.
        cwe: 476
      - id: byte-order-differs
        expr: types_section == 0 or (types.magic[0] == 0x9f) == (_root.data == byte_order::little)
        at: types
        message: "the types are of another byte order than the object"
        cwe: 20
    types:
      finder:
        params:
          - id: index
            type: u4
          - id: wanted
            type: str
        instances:
          is_it:
            value: _root.body.sections[index].name == wanted

      string_table:
        seq:
          - id: bytes
            size-eos: true
        -checks:
          - id: terminator-missing
            expr: bytes.size > 0 and bytes[0] == 0 and bytes.last == 0
            at: bytes
            message: "the string table does not begin and end with a zero byte"
            help: Its last string goes on behind it.
            cwe: 170

      section:
        params:
          - id: index
            type: u4
        seq:
          - id: name_offset
            type: u4
          - id: kind
            type: u4
            enum: section_kind
            valid:
              in-enum: true
          - id: flags
            type: u8
            valid:
              any-of: [0, 2, 3, 6, 0x12, 0x20, 0x30, 0x32, 0x40, 0x80, 0x82, 0x200, 0x202, 0x203, 0x206,
                0x240, 0x800, 0x830, 0x200002, 0x200003, 0x80000000]
            doc: |
              1 writable, 2 has memory, 4 code, 0x10 merged, 0x20 strings, 0x40 info is a section,
              0x80 goes with the linked section, 0x200 member of a group, 0x800 compressed,
              0x200000 kept.
          - id: address
            type: u8
            -reserved: true
          - id: offset
            type: u8
            valid:
              max: _root._io.size
          - id: size
            type: u8
            valid:
              max: 'kind == section_kind::no_bytes ? 0x7fffffff : _root._io.size'
          - id: link
            type: u4
            valid:
              max: _root.body.section_count - 1
          - id: info
            type: u4
          - id: alignment
            type: u8
            valid:
              expr: _ <= 4096 and (_ & (_ - 1)) == 0
          - id: entry_size
            type: u8
        instances:
          name:
            io: _root.body.section_names._io
            pos: name_offset
            type: strz
          is_code:
            value: (flags & 4) != 0
          is_compressed:
            value: (flags & 0x800) != 0
            doc: Debug information that starts with its true size; compilers do not align it.
          is_contents:
            value: kind == section_kind::contents
          role:
            value: >-
              not is_contents ? 0 : is_code ? 1 : name == "license" ? 2 : name == "version" ? 3
              : name == "maps" ? 4 : name == ".BTF" ? 5 : name == ".BTF.ext" ? 6 : 0
            enum: role
          is_data:
            value: >-
              (is_contents or kind == section_kind::no_bytes) and not is_code and (flags & 2) != 0
            doc: Becomes a map, or a table of maps.
          end:
            value: offset + size
          content:
            io: _root._io
            pos: offset
            size: size
            type:
              switch-on: kind
              cases:
                section_kind::symbols: symbol_table(index, link)
                section_kind::strings: string_table
                section_kind::relocations: relocation_table(index)
                section_kind::group: group
            if: >-
              not is_contents and kind != section_kind::no_bytes and kind != section_kind::none
          contents:
            io: _root._io
            pos: offset
            size: size
            type:
              switch-on: role
              cases:
                role::program: program
                role::license: license
                role::kernel_version: kernel_version
                role::maps_of_old: maps_of_old
            if: is_contents and role != role::types and role != role::types_of_code
        -checks:
          - id: first-section
            expr: >-
              (index == 0) == (kind == section_kind::none)
              and (index > 0 or name_offset == 0 and flags == 0 and offset == 0 and size == 0
              and link == 0 and info == 0 and alignment == 0 and entry_size == 0)
            at: kind
            message: "section {index} of kind {kind.to_i}: the first one, and no other, is empty"
            cwe: 20
          - id: not-aligned
            expr: alignment <= 1 or offset % alignment == 0 or is_compressed
            at: offset
            message: "section {index} at {offset}, which is no multiple of {alignment}"
            cwe: 704
          - id: section-link
            expr: >-
              kind == section_kind::symbols ? _root.body.sections[link].kind == section_kind::strings
              : kind == section_kind::relocations or kind == section_kind::group
              ? _root.body.sections[link].kind == section_kind::symbols
              : (flags & 0x80) != 0 ? _root.body.sections[link].is_contents
              : link == 0 or kind == section_kind::address_significant
            at: link
            message: "section {index} of kind {kind.to_i} is linked to section {link}"
            help: Symbols are linked to their names, relocations to the symbols, others to nothing.
            cwe: 843
          - id: section-info
            expr: >-
              kind == section_kind::symbols ? info <= size / 24
              : kind == section_kind::relocations ? info > 0 and info < _root.body.section_count
              and _root.body.sections[info].is_contents
              : kind == section_kind::group ? info < _root.body.sections[link].size / 24 : info == 0
            at: info
            message: "{info} as info of section {index}"
            help: |
              Of symbols it is the number of local ones (0 when they are not sorted, as bpftool does),
              of relocations the section that is changed; of others, nothing.
            cwe: 129
          - id: entry-size
            expr: >-
              kind == section_kind::symbols ? entry_size == 24 and size % 24 == 0
              : kind == section_kind::relocations ? entry_size == 16 and size % 16 == 0
              : kind == section_kind::group ? entry_size == 4 and size % 4 == 0
              : (flags & 0x10) != 0 ? entry_size > 0 and size % entry_size == 0 : entry_size == 0
            at: entry_size
            message: "{size} bytes in entries of {entry_size}"
            help: Readers divide by it.
            cwe: 369
          - id: section-flags
            expr: >-
              kind == section_kind::symbols or kind == section_kind::group ? flags == 0
              : kind == section_kind::strings ? flags == 0 or flags == 0x20
              : kind == section_kind::relocations ? flags == 0 or flags == 0x40 or flags == 0x200 or flags == 0x240
              : kind == section_kind::address_significant ? flags == 0x80000000
              : kind == section_kind::no_bytes ? (flags & 0xff) == 3
              : flags != 0x20 and flags != 0x40 and flags != 0x200 and flags != 0x240 and flags != 0x80000000
            at: flags
            message: "flags {flags} of section {index}"
            cwe: 20
          - id: name-of-kind
            expr: >-
              name == "license" or name == "version" or name == "maps" or name == ".maps"
              ? is_contents and is_data and size > 0
              : name == ".BTF" or name == ".BTF.ext" ? is_contents and flags == 0 and size > 0
              : name == ".bss" ? kind == section_kind::no_bytes
              : name == ".text" ? is_contents and flags == 6
              : name == ".data" or name == ".rodata" ? is_contents and is_data
              : true
            at: kind
            message: "{name} of kind {kind.to_i} with flags {flags} and {size} bytes"
            help: Loaders go by the name, and take bytes from where there are none.
            cwe: 843

      license:
        seq:
          - id: text
            type: strz
            size-eos: true
            encoding: ASCII
        -checks:
          - id: terminator-missing
            expr: text.length < _io.size
            at: text
            message: "the license has no zero byte at its end"
            help: Loaders and the kernel look for its end.
            cwe: 170

      kernel_version:
        seq:
          - id: version
            type: u4

      maps_of_old:
        doc: Definitions of maps before there were types; how long one is, is the program's choice.
        seq:
          - id: words
            type: u4
            repeat: eos

      group:
        seq:
          - id: flags
            type: u4
            valid:
              any-of: [0, 1]
            doc: 1 when only one such group of all objects is kept.
          - id: members
            type: u4
            repeat: eos
            valid:
              min: 1
              max: _root.body.section_count - 1

      symbol_table:
        params:
          - id: section
            type: u4
          - id: link
            type: u4
        seq:
          - id: items
            type: symbol(_index)
            repeat: eos
        instances:
          names_size:
            value: _root.body.sections[link].size
          local_count:
            value: _root.body.sections[section].info
        -checks:
          - id: functions-overlap
            expr: not overlaps(items, _.code_start, _.code_end)
            at: items
            message: "two functions share bytes"
            help: Loaders make a program of each, and place relocations in the first that fits.
            cwe: 787

      symbol:
        params:
          - id: index
            type: u4
        seq:
          - id: name_offset
            type: u4
            valid:
              max: _parent.names_size - 1
          - id: info
            type: u1
            valid:
              expr: (_ & 15) <= 4 and _ >> 4 <= 2
            doc: Kind in bits 0 to 3, binding (local, global, weak) in 4 to 7.
          - id: visibility
            type: u1
            valid:
              max: 3
          - id: section
            type: u2
            valid:
              expr: _ < _root.body.section_count or _ == 0xfff1 or _ == 0xfff2
            doc: 0 for what other objects supply; 0xfff1 for names of source files; 0xfff2 for common variables.
          - id: value
            type: u8
          - id: size
            type: u8
        instances:
          kind:
            value: info & 15
            enum: symbol_kind
          binding:
            value: info >> 4
          is_placed:
            value: section > 0 and section < _root.body.section_count
          is_function:
            value: is_placed and kind == symbol_kind::function
          code_start:
            value: 'is_function ? _root.body.sections[section].offset + value : 0'
          code_end:
            value: 'is_function ? code_start + size : 0'
        -checks:
          - id: first-symbol
            expr: index > 0 or name_offset == 0 and info == 0 and section == 0 and value == 0 and size == 0
            message: "the first symbol is not empty"
            cwe: 20
          - id: symbols-out-of-order
            expr: _parent.local_count == 0 or (index < _parent.local_count) == (binding == 0)
            at: info
            message: "symbol {index} of binding {binding}, and {_parent.local_count} are local"
            help: Local symbols come first, and the section says how many they are.
            cwe: 20
          - id: symbol-outside-section
            expr: not is_placed or value + size <= _root.body.sections[section].size
            at: value
            message: "{size} bytes at {value}, but section {section} has {_root.body.sections[section].size}"
            help: Loaders copy the function or variable from there.
            cwe: 125
          - id: symbol-of-kind
            expr: >-
              kind == symbol_kind::function
              ? not is_placed and section == 0 or is_placed and _root.body.sections[section].role == role::program
              and value % 8 == 0 and size % 8 == 0 and size > 0
              : kind == symbol_kind::section ? is_placed and value == 0 and size == 0 and binding == 0
              : kind == symbol_kind::source_file ? section == 0xfff1 and value == 0 and binding == 0
              : kind == symbol_kind::object ? is_placed and not _root.body.sections[section].is_code
              or section == 0xfff2
              : section != 0xfff2 and size == 0 and (section > 0 or value == 0)
            at: info
            message: "symbol {index} of kind {kind.to_i} with {size} bytes at {value} of section {section}"
            help: |
              Functions are whole instructions in a section of code, objects are in no such section,
              symbols of sections are at its start.
            cwe: 843

      relocation_table:
        params:
          - id: section
            type: u4
        seq:
          - id: items
            type: relocation
            repeat: eos
        instances:
          header:
            value: _root.body.sections[section]
          target:
            value: _root.body.sections[header.info]
            if: header.info < _root.body.section_count
          symbols:
            value: _root.body.sections[header.link].content.as<symbol_table>
          symbol_count:
            value: _root.body.sections[header.link].size / 24

      relocation:
        seq:
          - id: offset
            type: u8
          - id: info
            type: u8
            valid:
              expr: (_ & 0xffffffff) <= 4 or (_ & 0xffffffff) >= 10 and (_ & 0xffffffff) <= 12
            doc: Kind in bits 0 to 31, number of a symbol in 32 to 63.
        instances:
          kind:
            value: info & 0xffffffff
            doc: |
              1 the address in a wide load, 10 the distance of a call; in data 2 and 12 are 8 bytes,
              3, 4 and 11 are 4; compilers up to 2020 wrote 0, 1 and 10 there.
          symbol:
            value: info >> 32
          has_symbol:
            value: symbol < _parent.symbol_count
          target:
            value: _parent.symbols.items[symbol]
            if: has_symbol
          is_in_code:
            value: _parent.target.role == role::program
          is_in_place:
            value: >-
              is_in_code ? offset % 8 == 0 and offset + (kind == 1 ? 16 : 8) <= _parent.target.size
              : _parent.target.is_compressed
              or offset + (kind == 1 or kind == 2 or kind == 12 ? 8 : 4) <= _parent.target.size
          changed:
            value: _parent.target.contents.as<program>.items[offset / 8]
            if: is_in_code and is_in_place
            doc: The instruction.
          is_call:
            value: kind == 10
        -checks:
          - id: dangling-reference
            expr: has_symbol
            at: info
            message: "symbol {symbol}, but there are {_parent.symbol_count}"
            help: Loaders index the table of symbols with it.
            cwe: 125
          - id: relocation-outside-section
            expr: is_in_place
            at: offset
            message: "relocation of kind {kind} at {offset}, but the section has {_parent.target.size} bytes"
            help: Loaders write there.
            cwe: 787
          - id: relocation-of-kind
            expr: >-
              not is_in_code or not is_in_place
              or kind == 1 and changed.opcode == opcode::load_wide
              or kind == 10 and changed.opcode == opcode::call and changed.source == 1
            at: info
            message: "relocation of kind {kind} at an instruction that has no such operand"
            help: An address belongs into a wide load, a distance into a call.
            cwe: 843
          - id: call-of-no-function
            expr: >-
              not is_in_code or not is_in_place or not has_symbol or kind != 10 or not target.is_placed
              or _root.body.sections[target.section].role == role::program
              and target.value + 8 * (changed.imm + 1) >= 0
              and target.value + 8 * (changed.imm + 1) < _root.body.sections[target.section].size
            at: info
            message: "call of symbol {symbol}, distance {changed.imm}: no function stands there"
            help: Loaders look for the function there, and copy it behind the program.
            cwe: 125
          - id: address-of-nothing
            expr: >-
              not is_in_code or not is_in_place or not has_symbol or kind != 1
              or not target.is_placed and target.section == 0 and target.binding > 0
              or target.section == 0xfff2
              or target.is_placed and (_root.body.sections[target.section].is_data
              or _root.body.sections[target.section].role == role::program)
            at: info
            message: "address of symbol {symbol} in section {target.section}, which is neither data nor code"
            cwe: 843

      program:
        seq:
          - id: items
            type: instruction(_index)
            repeat: eos
        instances:
          count:
            value: _io.size / 8
          bytes:
            pos: 0
            size-eos: true
            -overlap: true
        -checks:
          - id: program-is-cut
            expr: _io.size % 8 == 0
            message: "{_io.size} bytes are no whole instructions"
            cwe: 20
          - id: program-runs-on
            expr: >-
              items.size == 0 or items.last.opcode == opcode::exit or items.last.opcode == opcode::jump
              or items.last.opcode == opcode::jump_far or items.last.opcode == opcode::call
            at: items
            message: "the last instruction neither leaves the program nor jumps back"
            help: Execution goes on behind the section. (A call may be one that never comes back.)
            cwe: 670

      instruction:
        params:
          - id: index
            type: u4
        seq:
          - id: opcode
            type: u1
            enum: opcode
            valid:
              in-enum: true
          - id: registers
            type: u1
            valid:
              expr: (_ & 15) <= 10 and _ >> 4 <= 10
            doc: Destination and source; in little-endian objects the destination is in bits 0 to 3.
          - id: offset
            type: s2
          - id: imm
            type: s4
        instances:
          code:
            value: opcode.to_i
          source:
            value: '_root.data == byte_order::little ? registers >> 4 : registers & 15'
          destination:
            value: '_root.data == byte_order::little ? registers & 15 : registers >> 4'
          family:
            value: code & 7
            doc: 0 and 1 load, 2 and 3 store, 4 and 7 compute, 5 and 6 jump.
          is_jump:
            value: (family == 5 or family == 6) and (code & 0xf0) != 0x80 and (code & 0xf0) != 0x90
          goes_to:
            value: 'index + 1 + (code == 6 ? imm : offset)'
            if: is_jump
        -checks:
          - id: wide-load-cut
            expr: >-
              (code == 0) == (index > 0 and _parent.bytes[8 * index - 8] == 0x18)
              and (code != 0x18 or index + 1 < _parent.count)
            at: opcode
            message: "instruction {index}: a wide load is two instructions, the second with opcode 0"
            help: Loaders and kernel take the second half of the address from there.
            cwe: 125
          - id: jump-outside-section
            expr: >-
              not is_jump or goes_to >= 0 and goes_to < _parent.count
              and _parent.bytes[8 * goes_to] != 0
            at: offset
            message: "instruction {index} jumps to {goes_to}, but there are {_parent.count}, or into the middle of a wide load"
            cwe: 670
          - id: operand-not-used
            expr: >-
              family == 4 or family == 7 ? (code & 0xf0) == 0xd0 or (code & 0xf0) == 0x80
              ? source == 0 and offset == 0 and ((code & 0xf0) == 0x80 ? imm == 0
              : imm == 16 or imm == 32 or imm == 64)
              : (code & 8) == 0 ? source == 0
              and (offset == 0 or offset == 1 and ((code & 0xf0) == 0x30 or (code & 0xf0) == 0x90))
              : imm == 0 and (offset == 0 or offset == 1 and ((code & 0xf0) == 0x30 or (code & 0xf0) == 0x90)
              or (code & 0xf0) == 0xb0 and (offset == 1 or offset == 8 or offset == 16 or offset == 32))
              : is_jump ? (code & 8) == 0 ? source == 0 and (code & 0xf0 != 0 or destination == 0)
              and (code == 6 ? offset == 0 : code != 5 or imm == 0) : imm == 0
              : family == 5 or family == 6 ? code == 0x95 ? registers == 0 and offset == 0 and imm == 0
              : code == 0x85 ? destination == 0 and source <= 2 and offset == 0
              : offset == 0 and source == 0
              : family == 1 ? imm == 0
              : family == 2 ? source == 0
              : family == 3 ? (code & 0xe0) == 0xc0 or imm == 0
              : code == 0 ? registers == 0 and offset == 0
              : code == 0x18 ? offset == 0 and source <= 6
              : destination == 0 and offset == 0
            at: opcode
            message: "instruction {index} (opcode {code}) has operands that it does not use, or not in that range"
            help: The kernel refuses it.
            cwe: 20
          - id: shift-too-wide
            expr: >-
              (code & 8) != 0 or family != 4 and family != 7
              or (code & 0xf0) != 0x60 and (code & 0xf0) != 0x70 and (code & 0xf0) != 0xc0
              or imm >= 0 and imm < (family == 4 ? 32 : 64)
            at: imm
            message: "shift by {imm} bits"
            help: The kernel refuses it.
            cwe: 1335
          - id: atomic-operation
            expr: >-
              (code & 0xe7) != 0xc3 or imm == 0 or imm == 1 or imm == 0x40 or imm == 0x41 or imm == 0x50
              or imm == 0x51 or imm == 0xa0 or imm == 0xa1 or imm == 0xe1 or imm == 0xf1
              or imm == 0x100 or imm == 0x110
            at: imm
            message: "atomic operation {imm}"
            help: The kernel refuses it.
            cwe: 20
          - id: frame-is-read-only
            expr: >-
              destination < 10 or family == 2 or family == 3 or family == 5 or family == 6
            at: registers
            message: "instruction {index} writes the frame pointer"
            help: The kernel refuses it.
            cwe: 20

      types_of_code:
        doc: |
          For places in the programs: which function begins there (`functions`), which line of the
          source it is (`lines`), and which member of which type of the kernel it uses
          (`type_uses`). Sections are named by text, places are byte offsets in them.
        seq:
          - id: magic
            type: u2
            valid: 0xeb9f
          - id: version
            type: u1
            valid: 1
          - id: flags
            type: u1
            -reserved: true
          - id: header_size
            type: u4
            valid:
              any-of: [24, 32, 40]
          - id: functions_at
            type: u4
            valid: 0
            doc: From the end of the header, as the others.
          - id: functions_size
            type: u4
          - id: lines_at
            type: u4
            valid:
              eq: functions_size
          - id: lines_size
            type: u4
          - id: type_uses_at
            type: u4
            valid:
              eq: lines_at + lines_size
            if: header_size >= 32
          - id: type_uses_size
            type: u4
            if: header_size >= 32
          - id: externals
            size: 8
            if: header_size == 40
            doc: Place and size of a table that only clang 9 had room for.
          - id: functions
            type: function_area
            size: functions_size
            if: functions_size > 0
          - id: lines
            type: line_area
            size: lines_size
            if: lines_size > 0
          - id: type_uses
            type: type_use_area
            size: type_uses_size
            if: header_size >= 32 and type_uses_size > 0
        types:
          place:
            doc: Names a section of code.
            seq:
              - id: name_offset
                type: u4
                valid:
                  min: 1
                  max: _root.body.type_names_size - 1
              - id: count
                type: u4
                valid:
                  min: 1
            instances:
              name:
                io: _root.body.types._io
                pos: 24 + _root.body.types.body.type_len + name_offset
                type: strz
                -overlap: true

          function_area:
            seq:
              - id: record_size
                type: u4
                valid: 8
              - id: blocks
                type: function_block
                repeat: eos
            -checks:
              - id: section-twice
                expr: unique(blocks, _.place.name)
                at: blocks
                message: "two blocks of functions for one section"
                cwe: 694
          function_block:
            seq:
              - id: place
                type: place
              - id: items
                type: function_record
                repeat: expr
                repeat-expr: place.count
            -checks:
              - id: place-outside-code
                expr: >-
                  any(_root.body.sections, _.role == role::program and _.name == place.name
                  and items.last.offset < _.size)
                  and sorted(items, _.offset) and unique(items, _.offset)
                at: items
                message: "functions of section {place.name}: no such code, or offsets outside of it, or not in order"
                help: Loaders and kernel find functions by these offsets.
                cwe: 125
          function_record:
            seq:
              - id: offset
                type: u4
                valid:
                  expr: _ % 8 == 0
              - id: type
                type: u4
                valid:
                  min: 1
                  max: _root.body.type_count
            -checks:
              - id: place-of-no-function
                expr: >-
                  type == 0 or type > _root.body.type_count
                  or _root.body.types.body.types.items[type - 1].kind_number == 12
                at: type
                message: "type {type} for code, which is no function"
                help: Loaders change its linkage, and the kernel takes its parameters from there.
                cwe: 843

          line_area:
            seq:
              - id: record_size
                type: u4
                valid: 16
              - id: blocks
                type: line_block
                repeat: eos
            -checks:
              - id: section-twice
                expr: unique(blocks, _.place.name)
                at: blocks
                message: "two blocks of lines for one section"
                cwe: 694
          line_block:
            seq:
              - id: place
                type: place
              - id: items
                type: line_record
                repeat: expr
                repeat-expr: place.count
            -checks:
              - id: place-outside-code
                expr: >-
                  any(_root.body.sections, _.role == role::program and _.name == place.name
                  and items.last.offset < _.size) and sorted(items, _.offset)
                at: items
                message: "lines of section {place.name}: no such code, or offsets outside of it, or not in order"
                help: Loaders and kernel find the line of an instruction by these offsets.
                cwe: 125
          line_record:
            seq:
              - id: offset
                type: u4
                valid:
                  expr: _ % 8 == 0
              - id: file_name
                type: u4
                valid:
                  max: _root.body.type_names_size - 1
              - id: text
                type: u4
                valid:
                  max: _root.body.type_names_size - 1
              - id: place
                type: u4
                doc: Line in bits 10 to 31, column in 0 to 9.

          type_use_area:
            seq:
              - id: record_size
                type: u4
                valid: 16
              - id: blocks
                type: type_use_block
                repeat: eos
            -checks:
              - id: section-twice
                expr: unique(blocks, _.place.name)
                at: blocks
                message: "two blocks of type uses for one section"
                cwe: 694
          type_use_block:
            seq:
              - id: place
                type: place
              - id: items
                type: type_use
                repeat: expr
                repeat-expr: place.count
            -checks:
              - id: place-outside-code
                expr: >-
                  any(_root.body.sections, _.role == role::program and _.name == place.name
                  and items.last.offset < _.size) and sorted(items, _.offset)
                at: items
                message: "uses of types in section {place.name}: no such code, or offsets outside of it"
                help: Loaders change the instruction there.
                cwe: 787
          type_use:
            seq:
              - id: offset
                type: u4
                valid:
                  expr: _ % 8 == 0
              - id: type
                type: u4
                valid:
                  min: 1
                  max: _root.body.type_count
              - id: access
                type: u4
                valid:
                  min: 1
                  max: _root.body.type_names_size - 1
                doc: Offset of a text such as `0:2:1`, the way from the type to the member.
              - id: kind
                type: u4
                valid:
                  max: 12
                doc: What of the member is asked for.
