meta:
  id: yara_rules
  title: compiled YARA rules (file versions 19 and 21)
  application: yara, yara-python, and every scanner that embeds libyara 4
  file-extension: yarc
  license: Apache-2.0
  ks-version: 0.9
  endian: le
doc: |
  The twelve memory buffers of the rule compiler, as they were when it ended, behind each other, and
  a list of the places in them that hold pointers. The scanner copies the buffers into memory, turns
  the places into pointers, and runs the code. It looks at the magic, the version and the sizes;
  nothing else is checked, or only by assertions.

  In the file a pointer is a buffer number and an offset in that buffer; both are ff ff ff ff for a
  null pointer. All offsets in the buffers are relative to the buffer.
doc-ref: docs/formats/yara_rules.md

-budget:
  file-size: 268435456
  nodes: 60000000
  depth: 8

seq:
  - id: magic
    contents: YARA
  - id: version
    type: u1
    valid:
      any-of: [19, 21]
    doc: 19 is written by YARA 4.2, 21 by YARA 4.3 to 4.5.
  - id: buffer_count
    type: u1
    valid: 12
  - id: buffers
    type: buffer(_index)
    repeat: expr
    repeat-expr: 12
    doc: |
      Number and order are fixed by the compiler, so the schema does not take the number from the
      field, whose damage is then reported once.
  - id: namespaces
    type: namespace_table
    size: buffers[0].size
  - id: rules
    type: rule_table
    size: buffers[1].size
  - id: metas
    type: meta_table
    size: buffers[2].size
  - id: strings
    type: string_table
    size: buffers[3].size
  - id: variables
    type: variable_table
    size: buffers[4].size
  - id: pool
    type: pool
    size: buffers[5].size
  - id: code
    type: code
    size: buffers[6].size
  - id: patterns
    type: pattern_code
    size: buffers[7].size
  - id: transitions
    type: transition_table
    size: buffers[8].size
  - id: state_matches
    type: state_match_table
    size: buffers[9].size
  - id: matches
    type: match_table
    size: buffers[10].size
  - id: summary
    type: summary
    size: buffers[11].size
  - id: relocations
    type: relocation
    repeat: eos
    -unique: (_.buffer_id << 32) + _.offset
    doc: Every place that holds a pointer, null ones too, in the order in which they were made.

instances:
  module_parts:
    value: >-
      "
      console:S console.hex:F console.log:F cuckoo:S cuckoo.filesystem:S
      cuckoo.filesystem.file_access:F cuckoo.network:S cuckoo.network.dns_lookup:F
      cuckoo.network.host:F cuckoo.network.http_get:F cuckoo.network.http_post:F
      cuckoo.network.http_request:F cuckoo.network.http_user_agent:F cuckoo.network.tcp:F
      cuckoo.network.udp:F cuckoo.registry:S cuckoo.registry.key_access:F cuckoo.sync:S
      cuckoo.sync.mutex:F dex:S dex.class_data_item:A dex.class_data_item[]:S dex.class_defs:A
      dex.class_defs[]:S dex.field:A dex.field[]:S dex.field_ids:A dex.field_ids[]:S dex.has_class:F
      dex.has_method:F dex.header:S dex.map_list:S dex.map_list.map_item:A dex.map_list.map_item[]:S
      dex.method:A dex.method[]:S dex.method[].code_item:S dex.method[].code_item.handlers:A
      dex.method[].code_item.handlers[]:S dex.method[].code_item.tries:S dex.method_ids:A
      dex.method_ids[]:S dex.proto_ids:A dex.proto_ids[]:S dex.string_ids:A dex.string_ids[]:S
      dex.type_ids:A dex.type_ids[]:S dotnet:S dotnet.assembly:S dotnet.assembly.version:S
      dotnet.assembly_refs:A dotnet.assembly_refs[]:S dotnet.assembly_refs[].version:S
      dotnet.classes:A dotnet.classes[]:S dotnet.classes[].base_types:A
      dotnet.classes[].generic_parameters:A dotnet.classes[].methods:A dotnet.classes[].methods[]:S
      dotnet.classes[].methods[].generic_parameters:A dotnet.classes[].methods[].parameters:A
      dotnet.classes[].methods[].parameters[]:S dotnet.constants:A dotnet.field_offsets:A
      dotnet.guids:A dotnet.modulerefs:A dotnet.resources:A dotnet.resources[]:S dotnet.streams:A
      dotnet.streams[]:S dotnet.user_strings:A elf:S elf.dynamic:A elf.dynamic[]:S elf.dynsym:A
      elf.dynsym[]:S elf.import_md5:F elf.sections:A elf.sections[]:S elf.segments:A elf.segments[]:S
      elf.symtab:A elf.symtab[]:S elf.telfhash:F hash:S hash.checksum32:F hash.crc32:F hash.md5:F
      hash.sha1:F hash.sha256:F macho:S macho.entry_point_for_arch:F macho.fat_arch:A
      macho.fat_arch[]:S macho.file:A macho.file[]:S macho.file[].segments:A macho.file[].segments[]:S
      macho.file[].segments[].sections:A macho.file[].segments[].sections[]:S
      macho.file_index_for_arch:F macho.segments:A macho.segments[]:S macho.segments[].sections:A
      macho.segments[].sections[]:S magic:S magic.mime_type:F magic.type:F math:S math.abs:F
      math.count:F math.deviation:F math.entropy:F math.in_range:F math.max:F math.mean:F math.min:F
      math.mode:F math.monte_carlo_pi:F math.percentage:F math.serial_correlation:F math.to_number:F
      math.to_string:F pe:S pe.calculate_checksum:F pe.data_directories:A pe.data_directories[]:S
      pe.delay_import_details:A pe.delay_import_details[]:S pe.delay_import_details[].functions:A
      pe.delay_import_details[].functions[]:S pe.delayed_import_details:A
      pe.delayed_import_details[]:S pe.delayed_import_details[].functions:A
      pe.delayed_import_details[].functions[]:S pe.delayed_import_rva:F pe.export_details:A
      pe.export_details[]:S pe.exports:F pe.exports_index:F pe.image_version:S pe.imphash:F
      pe.import_details:A pe.import_details[]:S pe.import_details[].functions:A
      pe.import_details[].functions[]:S pe.import_rva:F pe.imports:F pe.is_32bit:F pe.is_64bit:F
      pe.is_dll:F pe.language:F pe.linker_version:S pe.locale:F pe.os_version:S pe.overlay:S
      pe.resource_version:S pe.resources:A pe.resources[]:S pe.rich_signature:S
      pe.rich_signature.toolid:F pe.rich_signature.version:F pe.rva_to_offset:F pe.section_index:F
      pe.sections:A pe.sections[]:S pe.signatures:A pe.signatures[]:S pe.signatures[].certificates:A
      pe.signatures[].certificates[]:S pe.signatures[].countersignatures:A
      pe.signatures[].countersignatures[]:S pe.signatures[].countersignatures[].chain:A
      pe.signatures[].countersignatures[].chain[]:S pe.signatures[].signer_info:S
      pe.signatures[].signer_info.chain:A pe.signatures[].signer_info.chain[]:S
      pe.signatures[].valid_on:F pe.subsystem_version:S pe.version_info:D pe.version_info_list:A
      pe.version_info_list[]:S string:S string.length:F string.to_int:F time:S time.now:F
      "
    doc: |
      Structures (S), arrays (A), dictionaries (D) and functions (F) of the modules that come with YARA
      4.2 to 4.5, as the documentation of each module lists them; `[]`, `{}` and `()` as in the paths of
      instructions.
  module_values:
    value: >-
      "
      dex.DEX_FILE_MAGIC_035:s dex.DEX_FILE_MAGIC_036:s dex.DEX_FILE_MAGIC_037:s
      dex.DEX_FILE_MAGIC_038:s dex.DEX_FILE_MAGIC_039:s dex.field[].class_name:s dex.field[].name:s
      dex.field[].proto:s dex.header.magic:s dex.header.signature:s dex.method[].class_name:s
      dex.method[].code_item.insns:s dex.method[].name:s dex.method[].proto:s dex.string_ids[].value:s
      dotnet.assembly.culture:s dotnet.assembly.name:s dotnet.assembly_refs[].name:s
      dotnet.assembly_refs[].public_key_or_token:s dotnet.classes[].base_types[]:s
      dotnet.classes[].fullname:s dotnet.classes[].generic_parameters[]:s
      dotnet.classes[].methods[].generic_parameters[]:s dotnet.classes[].methods[].name:s
      dotnet.classes[].methods[].parameters[].name:s dotnet.classes[].methods[].parameters[].type:s
      dotnet.classes[].methods[].return_type:s dotnet.classes[].methods[].visibility:s
      dotnet.classes[].name:s dotnet.classes[].namespace:s dotnet.classes[].type:s
      dotnet.classes[].visibility:s dotnet.constants[]:s dotnet.guids[]:s dotnet.module_name:s
      dotnet.modulerefs[]:s dotnet.resources[].name:s dotnet.streams[].name:s dotnet.typelib:s
      dotnet.user_strings[]:s dotnet.version:s elf.dynsym[].name:s elf.import_md5():s
      elf.sections[].name:s elf.symtab[].name:s elf.telfhash():s hash.md5():s hash.sha1():s
      hash.sha256():s macho.file[].segments[].sections[].sectname:s
      macho.file[].segments[].sections[].segname:s macho.file[].segments[].segname:s
      macho.segments[].sections[].sectname:s macho.segments[].sections[].segname:s
      macho.segments[].segname:s magic.mime_type():s magic.type():s math.MEAN_BYTES:f
      math.deviation():f math.entropy():f math.mean():f math.monte_carlo_pi():f math.percentage():f
      math.serial_correlation():f math.to_string():s pe.delay_import_details[].functions[].name:s
      pe.delay_import_details[].library_name:s pe.delayed_import_details[].functions[].name:s
      pe.delayed_import_details[].library_name:s pe.dll_name:s pe.export_details[].forward_name:s
      pe.export_details[].name:s pe.imphash():s pe.import_details[].functions[].name:s
      pe.import_details[].library_name:s pe.pdb_path:s pe.resources[].language_string:s
      pe.resources[].name_string:s pe.resources[].type_string:s pe.rich_signature.clear_data:s
      pe.rich_signature.raw_data:s pe.rich_signature.version_data:s pe.sections[].full_name:s
      pe.sections[].name:s pe.signatures[].algorithm:s pe.signatures[].algorithm_oid:s
      pe.signatures[].certificates[].algorithm:s pe.signatures[].certificates[].algorithm_oid:s
      pe.signatures[].certificates[].issuer:s pe.signatures[].certificates[].serial:s
      pe.signatures[].certificates[].subject:s pe.signatures[].certificates[].thumbprint:s
      pe.signatures[].countersignatures[].chain[].algorithm:s
      pe.signatures[].countersignatures[].chain[].algorithm_oid:s
      pe.signatures[].countersignatures[].chain[].issuer:s
      pe.signatures[].countersignatures[].chain[].serial:s
      pe.signatures[].countersignatures[].chain[].subject:s
      pe.signatures[].countersignatures[].chain[].thumbprint:s
      pe.signatures[].countersignatures[].digest:s pe.signatures[].countersignatures[].digest_alg:s
      pe.signatures[].digest:s pe.signatures[].digest_alg:s pe.signatures[].file_digest:s
      pe.signatures[].issuer:s pe.signatures[].serial:s
      pe.signatures[].signer_info.chain[].algorithm:s
      pe.signatures[].signer_info.chain[].algorithm_oid:s pe.signatures[].signer_info.chain[].issuer:s
      pe.signatures[].signer_info.chain[].serial:s pe.signatures[].signer_info.chain[].subject:s
      pe.signatures[].signer_info.chain[].thumbprint:s pe.signatures[].signer_info.digest:s
      pe.signatures[].signer_info.digest_alg:s pe.signatures[].signer_info.program_name:s
      pe.signatures[].subject:s pe.signatures[].thumbprint:s pe.version_info_list[].key:s
      pe.version_info_list[].value:s pe.version_info{}:s
      "
    doc: Texts (s) and reals (f) of the same modules; other values are numbers.

-checks:
  - id: relocations-missing
    expr: >-
      count(relocations, _.buffer_id == 0) == namespaces.items.size
      and count(relocations, _.buffer_id == 1) == 5 * (rules.items.size - 1)
      and count(relocations, _.buffer_id == 2) == 2 * metas.items.size
      and count(relocations, _.buffer_id == 3) == 3 * strings.items.size
      and count(relocations, _.buffer_id == 4)
      == variables.items.size - 1 + count(variables.items, _.type == variable_type::text)
      and count(relocations, _.buffer_id == 6) == count(code.items, _.pointer_at >= 0)
      and count(relocations, _.buffer_id == 10) == 4 * matches.items.size
    at: relocations
    message: "{relocations.size} relocations are not one for each pointer in the buffers"
    help: |
      A pointer without relocation stays a buffer number and an offset, and the scanner follows it
      as an address. The end of the list is the end of the file: a cut file loses relocations.
    cwe: 824

types:
  buffer:
    params:
      - id: index
        type: u4
    seq:
      - id: offset
        type: u8
        valid:
          eq: "index == 0 ? 150 : _parent.buffers[index - 1].end"
        doc: Absolute. No consumer looks at it; buffers follow each other.
      - id: size
        type: u4
    instances:
      end:
        value: offset + size

  name_ref:
    doc: Pointer to a string in the pool that ends with a zero byte.
    params:
      - id: optional
        type: bool
    seq:
      - id: buffer_id
        type: u4
      - id: offset
        type: u4
    instances:
      is_null:
        value: buffer_id == 0xffffffff and offset == 0xffffffff
    -checks:
      - id: reference-out-of-range
        expr: "is_null ? optional : buffer_id == 5 and offset < _root.buffers[5].size"
        at: buffer_id
        message: "reference to offset {offset} of buffer {buffer_id}, but a string of the pool (buffer 5, {_root.buffers[5].size} bytes) is needed"
        help: The scanner makes it a pointer and follows it.
        cwe: 823

  record_ref:
    doc: Pointer to the start of a record in another table.
    params:
      - id: table
        type: u4
        doc: Number of the buffer it must point into.
      - id: stride
        type: u4
        doc: Size of the records there, in bytes.
      - id: optional
        type: bool
    seq:
      - id: buffer_id
        type: u4
      - id: offset
        type: u4
    instances:
      is_null:
        value: buffer_id == 0xffffffff and offset == 0xffffffff
      index:
        value: "is_null ? -1 : offset / stride"
    -checks:
      - id: reference-out-of-range
        expr: >-
          is_null ? optional
          : buffer_id == table and offset < _root.buffers[table.as<u4>].size and offset % stride == 0
        at: buffer_id
        message: "reference to offset {offset} of buffer {buffer_id}, but the start of a record of {stride} bytes in buffer {table} is needed"
        help: The scanner makes it a pointer and follows it.
        cwe: 823

  namespace_table:
    seq:
      - id: items
        type: namespace(_index)
        repeat: eos

  namespace:
    params:
      - id: position
        type: u4
    seq:
      - id: name
        type: name_ref(false)
      - id: index
        type: u4
        valid:
          eq: position
      - id: padding
        type: u4
        -reserved: true

  rule_table:
    seq:
      - id: items
        type: rule(_index)
        repeat: eos
    -checks:
      - id: table-end-missing
        expr: items.size > 0 and items.last.is_end
        at: items
        message: "the table of rules does not end with a null rule"
        help: A consumer lists rules up to the null rule, and reads past the table without one.
        cwe: 170

  rule:
    params:
      - id: index
        type: u4
    seq:
      - id: flags
        type: u4
        valid:
          max: 15
        doc: 1 private, 2 global, 4 end of the table, 8 disabled.
      - id: atom_count
        type: s4
      - id: required_strings
        type: u4
        if: _root.version != 19
      - id: padding
        type: u4
        if: _root.version != 19
      - id: identifier
        type: name_ref(false)
        if: not is_end
      - id: tags
        type: name_ref(true)
        if: not is_end
      - id: metas
        type: record_ref(2, 32, true)
        if: not is_end
      - id: strings
        type: record_ref(3, 56, true)
        if: not is_end
      - id: namespace
        type: record_ref(0, 16, false)
        if: not is_end
      - id: end_fill
        size: 40
        if: is_end
        doc: The compiler fills the null rule with any byte.
    instances:
      is_end:
        value: (flags & 4) != 0
      tag_list:
        io: _root.pool._io
        pos: tags.offset
        type: tag
        repeat: until
        repeat-until: _.text.length == 0
        if: not is_end and tags.buffer_id == 5
        -overlap: true
    -checks:
      - id: table-ends-early
        expr: not is_end or index == _parent.items.size - 1
        at: flags
        message: "rule {index} is marked as the end of the table, which has {_parent.items.size} records"
        help: Rules after the mark are not listed, though the code still runs them.
        cwe: 1284
      - id: strings-of-another-rule
        expr: >-
          is_end or strings.is_null
          or (strings.index < _root.strings.items.size
          and _root.strings.items[strings.index].rule_index == index
          and (strings.index == 0 or _root.strings.items[strings.index - 1].is_last))
        at: strings
        message: "the strings of rule {index} do not start at record {strings.index}"
        cwe: 1285
      - id: metas-of-another-rule
        expr: >-
          is_end or metas.is_null or metas.index == 0
          or (metas.index <= _root.metas.items.size and _root.metas.items[metas.index - 1].is_last)
        at: metas
        message: "the metadata of rule {index} does not start at record {metas.index}"
        cwe: 1285
      - id: required-strings-exceed-strings
        expr: is_end or _root.version == 19 or required_strings <= _root.strings.items.size
        at: required_strings
        message: "rule {index} requires {required_strings} strings, the file has {_root.strings.items.size}"
        cwe: 1284
      - id: reserved-nonzero
        expr: is_end or _root.version == 19 or padding == 0
        at: padding
        message: "padding of rule {index} is {padding}"
        cwe: 20

  tag:
    seq:
      - id: text
        terminator: 0

  meta_table:
    seq:
      - id: items
        type: metadata
        repeat: eos
    -checks:
      - id: metas-without-rule
        expr: >-
          count(items, _.is_last) == count(_root.rules.items, not _.is_end and not _.metas.is_null)
          and (items.size == 0 or items.last.is_last)
        at: items
        message: "{count(items, _.is_last)} groups of metadata do not fit the rules that have some"
        help: A consumer walks from the first entry of a rule to the one marked as last.
        cwe: 170

  metadata:
    seq:
      - id: identifier
        type: name_ref(false)
      - id: text
        type: name_ref(true)
      - id: number
        type: s8
      - id: type
        type: s4
        enum: meta_type
        valid:
          in-enum: true
      - id: flags
        type: u4
        valid:
          max: 1
        doc: 1 for the last entry of a rule.
    instances:
      is_last:
        value: flags == 1
    -checks:
      - id: meta-type-mismatch
        expr: (type == meta_type::text) == (not text.is_null)
        at: type
        message: "the type of the entry and its text do not fit, only a text has one"
        help: A consumer reads the text of a text entry without looking whether there is one.
        cwe: 843
      - id: meta-type-mismatch
        expr: type != meta_type::boolean or number == 0 or number == 1
        at: number
        message: "a boolean is {number}"
        cwe: 843

  string_table:
    seq:
      - id: items
        type: string(_index)
        repeat: eos
    -checks:
      - id: strings-without-rule
        expr: >-
          count(items, _.is_last) == count(_root.rules.items, not _.is_end and not _.strings.is_null)
          and (items.size == 0 or items.last.is_last)
        at: items
        message: "{count(items, _.is_last)} groups of strings do not fit the rules that have some"
        help: A consumer walks from the first string of a rule to the one marked as last.
        cwe: 170

  string:
    params:
      - id: position
        type: u4
    seq:
      - id: flags
        type: u4
        valid:
          max: 0x7fffff
      - id: index
        type: u4
        valid:
          eq: position
        doc: The scanner's lists of matches are indexed by it.
      - id: fixed_offset
        type: u8
      - id: rule_index
        type: u4
        valid:
          max: _root.rules.items.size - 2
      - id: length
        type: u4
      - id: text
        type: name_ref(true)
      - id: chained_to
        type: record_ref(3, 56, true)
      - id: chain_gap_min
        type: s4
      - id: chain_gap_max
        type: s4
      - id: identifier
        type: name_ref(false)
    instances:
      is_last:
        value: (flags & 0x1000) != 0
      is_literal:
        value: (flags & 0x400) != 0
      is_chained:
        value: (flags & 0x2000) != 0
    -checks:
      - id: text-out-of-range
        expr: "text.is_null ? length == 0 and not is_literal : text.offset + length < _root.buffers[5].size"
        at: length
        message: "{length} bytes from offset {text.offset} do not lie in the pool of {_root.buffers[5].size} bytes"
        help: The scanner compares that many bytes with the data.
        cwe: 125
      - id: text-not-terminated
        expr: >-
          text.is_null or text.offset + length >= _root.pool.bytes.length
          or _root.pool.bytes[text.offset + length] == 0
        at: length
        message: "no zero byte follows the {length} bytes of the string"
        cwe: 170
      - id: strings-not-grouped
        expr: >-
          position == 0 ? true
          : _parent.items[position - 1].is_last ? rule_index > _parent.items[position - 1].rule_index
          : rule_index == _parent.items[position - 1].rule_index
        at: rule_index
        message: "string {position} of rule {rule_index} does not follow the string before it"
        help: Strings of a rule stand together, the last one marked, in the order of the rules.
        cwe: 1285
      - id: chain-broken
        expr: >-
          chained_to.is_null
          or (is_chained and chained_to.index < position and chain_gap_min >= 0 and chain_gap_max >= chain_gap_min
          and _parent.items[chained_to.index].is_chained
          and _parent.items[chained_to.index].rule_index == rule_index)
        at: chained_to
        message: "string {position} is chained to string {chained_to.index}, with {chain_gap_min} to {chain_gap_max} bytes between"
        help: A part of a chain follows an earlier part of the same rule. A ring never ends.
        cwe: 835
      - id: flags-contradict
        expr: >-
          ((flags & 0x4000) == 0 or is_chained)
          and ((flags & 0x4000) == 0 or not chained_to.is_null)
        at: flags
        message: "flags {flags} contradict each other or the rest of the string"
        cwe: 20

  variable_table:
    seq:
      - id: items
        type: variable(_index)
        repeat: eos
    -checks:
      - id: table-end-missing
        expr: items.size > 0 and items.last.type == variable_type::end
        at: items
        message: "the table of variables does not end with a null variable"
        help: A consumer reads variables up to the null one, and past the table without one.
        cwe: 170

  variable:
    params:
      - id: index
        type: u4
    seq:
      - id: type
        type: u4
        enum: variable_type
        valid:
          in-enum: true
      - id: padding
        size: 4
        doc: Left as it was in memory.
      - id: text
        type: name_ref(false)
        if: type == variable_type::text
      - id: value
        type: u8
        if: type != variable_type::text
      - id: identifier
        type: name_ref(false)
        if: type != variable_type::end
      - id: end_fill
        size: 8
        if: type == variable_type::end
    instances:
      kind:
        value: "type == variable_type::real ? 2 : type == variable_type::text ? 3 : 1"
        doc: As the code counts kinds.
    -checks:
      - id: table-ends-early
        expr: type != variable_type::end or index == _parent.items.size - 1
        at: type
        message: "variable {index} is marked as the end of the table, which has {_parent.items.size} records"
        cwe: 1284
      - id: name-not-at-start
        expr: >-
          type == variable_type::end or identifier.offset >= _root.pool.bytes.length
          or (identifier.offset == 0 or _root.pool.bytes[identifier.offset - 1] == 0)
          and _root.pool.bytes[identifier.offset] != 0
        at: identifier
        message: "the name at offset {identifier.offset} is empty or the rest of another"
        help: The code loads variables by name, and the machine asserts that they are there.
        cwe: 617

  pool:
    doc: Names, texts, and sized texts (length u4, flags u4, bytes, 0). Equal names are stored once.
    seq:
      - id: bytes
        size-eos: true
    -checks:
      - id: terminator-missing
        expr: bytes.length > 0 and bytes.last == 0
        at: bytes
        message: "the last string of the pool has no zero byte at its end"
        help: A consumer that looks for the end of the string reads past the buffer.
        cwe: 170

  code:
    doc: |
      Instructions of a stack machine: imports, then for each rule `init_rule`, its condition and
      `match_rule`, then `halt`. The machine trusts the compiler; so the schema runs the code once,
      from start to end, with kinds of values in place of values:

      0 nothing, 1 a number, 2 a real, 3 a text, 4 a regular expression, 5 a string of the rule,
      6 an object of a module, 7 to 11 what a loop goes through (array, dictionary, numbers, strings,
      texts), 12 undefined, 13 number, real or text of a module, 14 number or real.

      A value on the stack is 4 * the instruction that made it + which of its values it is; an
      instruction knows what lies below (`rest`), so the stack is a chain. Numbers like 0x6002 are
      sets of kinds: bit 1 stands for kind 1.
    seq:
      - id: items
        type: >-
          instruction(_index, _io.pos,
          _index == 0 ? 0 : items[_index - 1].number,
          _index == 0 ? -1 : items[_index - 1].rule,
          _index == 0 ? -1 : items[_index - 1].top,
          _index == 0 ? -1 : items[_index - 1].below_top,
          _index == 0 ? 0 : items[_index - 1].depth,
          _index == 0 ? -1 : items[_index - 1].set_on_top,
          _index == 0 ? 0 : items[_index - 1].slots,
          _index == 0 ? 0 : items[_index - 1].makers)
        repeat: eos
    -checks:
      - id: code-without-end
        expr: >-
          items.size > 0 and items.last.kind == op::halt
          and items.last.rule == _root.summary.rule_count - 1
        at: items
        message: "the code does not end with halt after the last of {_root.summary.rule_count} rules"
        help: The machine runs on into memory behind the code.
        cwe: 125

  instruction:
    params:
      - id: index
        type: u4
      - id: at
        type: u4
        doc: Offset in the code.
      - id: before
        type: u1
        doc: Number of the instruction before; 0 for the first.
      - id: rule_before
        type: s4
      - id: first
        type: s8
        doc: Value on top of the stack before the instruction, -1 for none.
      - id: second
        type: s8
        doc: Value below it.
      - id: depth_before
        type: s8
        doc: Values on the stack before the instruction.
      - id: set_before
        type: s8
        doc: The set that the value on top is part of, see `set`.
      - id: slots_before
        type: s8
        doc: Kinds of the values in the machine's memory, 4 bits a slot, slot 0 lowest.
      - id: makers_before
        type: s8
        doc: Indexes of the instructions that put them there, 32 bits a slot.
    seq:
      - id: opcode
        type: u1
        doc: Number in the file's version. Between versions 19 and 21 some of them moved.
      - id: byte_value
        type: u1
        if: kind == op::push_8
      - id: short_value
        type: u2
        if: kind == op::push_16
      - id: word_value
        type: u4
        if: kind == op::push_32
      - id: jump
        type: s4
        if: is_jump
        doc: Relative to the instruction's own start.
      - id: rule_operand
        type: u4
        if: kind == op::init_rule
      - id: operand
        type: u4
        if: is_wide
      - id: operand_high
        type: u4
        if: is_wide
        doc: Of a reference, the offset; its buffer number is then `operand`.
      - id: taken
        type: >-
          taken_value(_index == 0 ? (number == 15 ? first : second) : taken[_index - 1].below,
          number == 57 ? 0x6002 : number == 78 ? 0x2008
          : arguments[argument_count - 1 - _index] == 0x73 ? 0x2008
          : arguments[argument_count - 1 - _index] == 0x72 ? 0x10
          : arguments[argument_count - 1 - _index] == 0x66 ? 0x6004
          : arguments[argument_count - 1 - _index] == 0x69 ? 0x6002
          : arguments[argument_count - 1 - _index] == 0x62 ? 0x6016 : 0)
        repeat: expr
        repeat-expr: "number == 15 ? (argument_count < depth_before ? argument_count : 0) : list_size"
        if: number == 15 or number == 57 or number == 78
        doc: Arguments of a call, numbers or texts of a loop, the last one first; no bytes.
      - id: made
        type: made_values(rest, result, next_result, set, path)
        doc: What the instruction leaves on the stack; no bytes.
    instances:
      number:
        value: "_root.version == 19 and opcode >= 58 and opcode <= 74 ? opcode + 3 : opcode"
      kind:
        value: number
        enum: op
      is_jump:
        value: number >= 43 and number <= 52 or number == 61 or number == 62 or number == 28
      is_wide:
        value: >-
          number == 13 or number == 15 or number == 16 or number == 18 or number == 11 or number == 26
          or number == 27 or number >= 29 and number <= 36 or number == 41 or number == 74
      previous:
        value: _parent.items[index - 1]
        if: index > 0
      lands_at:
        value: "is_jump ? at + jump : -1"
        -refers-to:
          table: _parent.items
          key: _.at
        -default: -1
      module_name:
        value: "number == 16 and is_module ? operand_high.as<s8> : -1"
        -refers-to:
          table: _parent.items
          key: "_.number == 41 ? _.operand_high.as<s8> : -2"
        -default: -1
        doc: A module has to be imported before.
      variable_name:
        value: "number == 16 and not is_module ? operand_high.as<s8> : -1"
        -refers-to:
          table: _root.variables.items
          key: "_.type == variable_type::end ? -2 : _.identifier.offset.as<s8>"
        -default: -1
      is_module:
        value: index + 1 < _parent.items.size and _parent.items[index + 1].number == 18
        if: number == 16
        doc: A module has fields, an external variable has a value.
      regex_at:
        value: "number == 13 and operand == 7 and operand_high < _root.buffers[7].size ? operand_high.as<s8> : -1"
        -refers-to:
          table: _root.patterns.items
          key: "_.has_flags ? _.at.as<s8> : -2"
        -default: -1
      is_text_push:
        value: >-
          number == 13 and operand == 5 and operand_high + 8 < _root.buffers[5].size
          and text_header.size + operand_high + 8 < _root.buffers[5].size and text_header.flags < 4
      text_header:
        io: _root.pool._io
        pos: operand_high
        type: text_header
        if: number == 13 and operand == 5 and operand_high + 8 < _root.buffers[5].size
        -overlap: true
      pointer_at:
        value: >-
          number == 15 or number == 16 or number == 18 or number == 41 or is_text_push
          or number == 13 and (operand == 3 and operand_high < _root.buffers[3].size and operand_high % 56 == 0
          or operand == 7 and operand_high < _root.buffers[7].size)
          ? at + 1 : -1
        doc: Offset in the code of the pointer that the instruction holds, -1 without one.
      arguments:
        io: _root.pool._io
        pos: operand_high
        terminator: 0
        if: number == 15 and operand == 5 and operand_high < _root.buffers[5].size
        -overlap: true
        doc: One letter for each argument of a call.
      argument_count:
        value: "number == 15 and operand == 5 and operand_high < _root.buffers[5].size ? arguments.length : 0"
      rule:
        value: "rule_before + (number == 28 ? 1 : 0)"
        doc: Index of the rule whose code this is; -1 before the first.
      first_kind:
        value: "first < 0 ? 0 : first % 4 == 0 ? _parent.items[first / 4].made.result : first % 4 == 1 ? _parent.items[first / 4].made.next_result : 3"
      second_kind:
        value: "second < 0 ? 0 : second % 4 == 0 ? _parent.items[second / 4].made.result : second % 4 == 1 ? _parent.items[second / 4].made.next_result : 3"
      third:
        value: "second < 0 ? -1 : second % 4 == 0 ? _parent.items[second / 4].made.rest : second - 1"
      third_kind:
        value: "third < 0 ? 0 : third % 4 == 0 ? _parent.items[third / 4].made.result : third % 4 == 1 ? _parent.items[third / 4].made.next_result : 3"
      wants:
        value: >-
          number == 1 or number == 2 or number == 3 or number == 29 or number == 32 or number == 47
          or number == 49 or number == 77 ? 0x6016
          : number == 12 or number == 42 or number >= 67 and number <= 73 or number >= 140 and number <= 145
          ? 0x2008
          : number == 40 ? 0x10
          : number >= 20 and number <= 25 or number == 76 ? 0x20
          : number == 17 or number == 18 or number == 54 or number == 55 ? 0x40
          : number == 53 ? 0xf80
          : number == 36 or number == 44 or number == 51 or number == 59 or number == 60 ? 0x7006
          : number == 11 and operand == 2 or number >= 120 and number <= 130 ? 0x6004
          : number == 14 or number == 33 or number == 45 ? 0x7ffe
          : number >= 4 and number <= 11 or number == 19 or number == 50 or number >= 56 and number <= 58
          or number == 61 or number == 75 or number == 78 or number == 79 or number >= 100 and number <= 110
          or number >= 240 and number <= 251 ? 0x6002
          : 0
        doc: Kinds that the first value may be of; 0 when the instruction does not look at it.
      wants_second:
        value: >-
          number == 1 or number == 2 ? 0x6016
          : number == 40 or number >= 67 and number <= 73 or number >= 140 and number <= 145 ? 0x2008
          : number == 19 or number == 42 ? 0x40
          : number >= 120 and number <= 129 ? 0x6004
          : number >= 5 and number <= 10 or number == 11 and operand == 2 or number == 21
          or number >= 23 and number <= 25 or number == 51 or number == 56 or number == 59 or number == 60
          or number == 75 or number == 76 or number >= 100 and number <= 109 ? 0x6002
          : 0
      wants_third:
        value: "number == 24 or number == 76 or number == 60 ? 0x6002 : number == 59 ? 0x6016 : 0"
      list_size:
        value: >-
          (number == 57 or number == 78) and first >= 0 and _parent.items[first / 4].constant < depth_before
          ? _parent.items[first / 4].constant : 0
        doc: How many values a loop over a list of them takes.
      constant:
        value: "number == 63 ? byte_value : number == 64 ? short_value : number == 65 ? word_value : 0"
      used_set:
        value: >-
          number == 26 or number == 74 or number == 45 ? set_before
          : number == 58 or number == 79 ? (second < 0 or second % 4 != 0 ? -1 : _parent.items[second / 4].made.set)
          : number == 75 ? (third < 0 or third % 4 != 0 ? -1 : _parent.items[third / 4].made.set)
          : -1
        doc: The set of strings or rules that the instruction takes off.
      set_start:
        value: "used_set < 0 ? -1 : (used_set >> 36) * 4"
        doc: The undefined value at its start.
      set_size:
        value: "used_set < 0 ? 0 : (used_set >> 2) & 0xffffffff"
      set_kind:
        value: "used_set < 0 ? -1 : used_set & 3"
      quantifier:
        value: "number == 45 or set_start < 0 ? -1 : _parent.items[set_start / 4].made.rest"
        doc: How many of the set, the value below its start.
      quantifier_kind:
        value: "quantifier < 0 ? 0 : quantifier % 4 == 0 ? _parent.items[quantifier / 4].made.result : quantifier % 4 == 1 ? _parent.items[quantifier / 4].made.next_result : 3"
      pops:
        value: >-
          number == 28 ? depth_before
          : number == 15 ? argument_count + 1
          : number == 57 or number == 78 ? 1 + (first < 0 ? 0 : _parent.items[first / 4].constant)
          : number == 45 ? set_size
          : number == 58 or number == 26 or number == 74 ? set_size + 2
          : number == 79 ? set_size + 3
          : number == 75 ? set_size + 4
          : number == 47 or number == 49 or number == 61 or number == 53 ? 0
          : (wants == 0 ? 0 : 1) + (wants_second == 0 ? 0 : 1) + (wants_third == 0 ? 0 : 1)
      object:
        value: "number != 15 ? -1 : taken.size == 0 ? first : taken.last.below"
        doc: The function that is called.
      rest:
        value: >-
          number == 28 ? -1
          : number == 15 ? (object < 0 ? -1 : object % 4 == 0 ? _parent.items[object / 4].made.rest : object - 1)
          : number == 57 or number == 78 ? (taken.size == 0 ? second : taken.last.below)
          : number == 45 ? set_start
          : number == 58 ? quantifier
          : number == 26 or number == 74 or number == 75 or number == 79
          ? (quantifier < 0 ? -1 : quantifier % 4 == 0 ? _parent.items[quantifier / 4].made.rest : quantifier - 1)
          : pops == 0 ? first : pops == 1 ? second : pops == 2 ? third
          : third < 0 ? -1 : third % 4 == 0 ? _parent.items[third / 4].made.rest : third - 1
        doc: Value on top of the stack below what the instruction pushes.
      pushes:
        value: >-
          number == 53 ? (first_kind == 8 ? 3 : 2)
          : number == 59 or number == 11 and operand == 2 ? 2
          : number == 14 or number >= 28 and number <= 33 or number == 41 or number >= 43 and number <= 52
          or number == 61 or number == 62 or number >= 254 ? 0 : 1
      result:
        value: >-
          number == 13 ? (is_text_push ? 3 : pointer_at < 0 ? 14 : operand == 7 ? 4 : 5)
          : number == 15 or number == 16 or number == 18 or number == 19 or number == 42 ? 6
          : number == 17 ? 13
          : number == 34 ? (slots_before >> 4 * (operand & 31)) & 15
          : number == 11 or number >= 126 and number <= 130 ? 2
          : number == 54 ? 7 : number == 55 ? 8 : number == 56 or number == 57 ? 9
          : number == 58 ? 10 : number == 78 ? 11 : number == 66 ? 12
          : pushes == 0 ? 0 : 1
        doc: Kind of the first value that it pushes.
      next_result:
        value: >-
          number == 53 ? (first_kind == 7 or first_kind == 8 ? 6 : first_kind == 9 ? 1 : first_kind == 10 ? 5
          : first_kind == 11 ? 3 : 0)
          : number == 59 ? third_kind : number == 11 ? first_kind : 0
        doc: Kind of the second one. A third one is the key of a dictionary, a text.
      top:
        value: "pushes == 0 ? rest : 4 * index + pushes - 1"
      below_top:
        value: "pushes > 1 ? 4 * index + pushes - 2 : pushes == 1 ? rest : rest < 0 ? -1 : rest % 4 == 0 ? _parent.items[rest / 4].made.rest : rest - 1"
      depth:
        value: depth_before - pops + pushes
        doc: Values on the stack afterwards.
      set:
        value: >-
          number == 66 ? index << 36
          : set_before < 0 or number != 27 and result != 5 or number == 34 ? -1
          : ((set_before >> 36) << 36) + ((((set_before >> 2) & 0xffffffff) + 1) << 2)
          + ((set_before & 3) == 0 or (set_before & 3) == (number == 27 ? 2 : 1) ? (number == 27 ? 2 : 1) : 3)
        doc: |
          Of a value that is part of a set: the instruction that pushed the undefined value at its start,
          how many there are so far, and whether they are strings (1), rules (2) or both (3).
      set_on_top:
        value: "pushes == 1 ? set : pushes > 1 or rest < 0 or rest % 4 != 0 ? -1 : _parent.items[rest / 4].made.set"
      name:
        io: _root.pool._io
        pos: operand_high
        size: "operand_high + 64 < _root.buffers[5].size ? 64 : _root.buffers[5].size - operand_high"
        type: str
        terminator: 0
        encoding: ASCII
        if: (number == 16 or number == 18) and operand == 5 and operand_high < _root.buffers[5].size
        -overlap: true
      has_name:
        value: (number == 16 or number == 18) and operand == 5 and operand_high < _root.buffers[5].size
      is_known:
        value: >-
          has_name and number == 16 and (name == "pe" or name == "elf" or name == "math" or name == "hash" or name == "time"
          or name == "dotnet" or name == "console" or name == "string" or name == "cuckoo" or name == "magic"
          or name == "macho" or name == "dex")
        doc: Whether it is a module of YARA itself. Others declare fields that nobody here knows.
      first_path:
        value: 'first < 0 ? "" : _parent.items[first / 4].made.path'
      second_path:
        value: 'second < 0 ? "" : _parent.items[second / 4].made.path'
      path:
        value: >-
          number == 16 ? (is_known ? name : "")
          : number == 18 ? (has_name and first_path != "" and first_path.length < 192 ? first_path + "." + name : "")
          : number == 17 ? (before == 16 ? "" : first_path)
          : number == 19 ? (second_path == "" ? "" : second_path + "[]")
          : number == 42 ? (second_path == "" ? "" : second_path + "{}")
          : number == 54 ? (first_path == "" ? "" : first_path + "[]")
          : number == 55 ? (first_path == "" ? "" : first_path + "{}")
          : number == 15 ? (object < 0 or _parent.items[object / 4].made.path == "" ? "" : _parent.items[object / 4].made.path + "()")
          : number == 53 or number == 33 ? first_path
          : number == 34 and slot_kind == 6 ? _parent.items[(makers_before >> 8 * slot) & 0xffffffff].made.path
          : ""
        doc: |
          Which object it gives: names of modules and fields, `[]` for an element of an array, `{}` for
          one of a dictionary, `()` for what a function returns; empty for others, and when the module is
          none of YARA's own.
      slot:
        value: "number >= 30 and number <= 36 and operand < 20 ? 4 * operand : -1"
      slot_kind:
        value: "slot < 0 ? 0 : (slots_before >> slot) & 15"
      loop_slot:
        value: >-
          number == 14 and first_kind >= 7 and first_kind <= 11 and first / 4 + 2 < index
          ? _parent.items[first / 4 + 2].slot
          : number == 45 and before == 30 ? previous.slot - 8 : -1
        doc: Where a loop that ends here had its variables.
      slots:
        value: >-
          number == 28 ? 0
          : number == 31 and slot >= 0 ? slots_before - (slot_kind << slot) + (1 << slot)
          : number == 33 and slot >= 0 ? slots_before - (slot_kind << slot) + (first_kind << slot)
          : number == 45 and loop_slot >= 0 ? slots_before - (((slots_before >> loop_slot) & 15) << loop_slot)
          : loop_slot >= 0 ? slots_before & ((1 << loop_slot) - 1)
          : slots_before
      makers:
        value: >-
          number == 28 ? 0
          : number == 33 and slot >= 0
          ? makers_before - (((makers_before >> 8 * slot) & 0xffffffff) << 8 * slot) + (index << 8 * slot)
          : makers_before
    -checks:
      - id: unknown-instruction
        expr: >-
          number >= 1 and number <= 34 or number >= 36 and number <= 38 or number >= 40 and number <= 42
          or number == 44 or number == 45 or number == 47 or number >= 49 and number <= 51
          or number >= 53 and number <= 61 or number >= 63 and number <= 79
          or number >= 100 and number <= 110 or number >= 120 and number <= 130
          or number >= 140 and number <= 145 or number >= 240 and number <= 251 or number == 255
        at: opcode
        message: "no compiler makes the instruction {opcode} in version {_root.version}"
        help: The machine stops with an error, or takes what follows for instructions.
        cwe: 1284
      - id: unknown-instruction
        expr: >-
          _root.version == 19 ? (opcode <= 74 or opcode >= 100)
          : number != 36 and number != 44 and number != 45 and number != 51 and number != 61
        at: opcode
        message: "no compiler makes the instruction {opcode} in version {_root.version}"
        cwe: 1284
      - id: early-end
        expr: number != 255 or index == _parent.items.size - 1
        at: opcode
        message: "halt before the end of the code"
        cwe: 1284
      - id: rule-code-out-of-order
        expr: number != 28 or rule_operand == rule
        at: rule_operand
        message: "the code of rule {rule} says it is that of rule {rule_operand}"
        cwe: 1285
      - id: rule-code-out-of-order
        expr: number != 28 or index == 0 or before == 29 or before == 41
        at: opcode
        message: "the code of rule {rule} starts inside another"
        cwe: 1285
      - id: rule-code-out-of-order
        expr: number != 41 or index == 0 or before == 29 or before == 41
        at: opcode
        message: "a module is imported inside of rule {rule}"
        cwe: 1285
      - id: rule-code-out-of-order
        expr: rule_before >= 0 or number == 28 or number == 41 or number == 255
        at: opcode
        message: "code before the first rule"
        cwe: 1285
      - id: rule-code-out-of-order
        expr: number != 29 or operand == rule and operand_high == 0
        at: operand
        message: "the code of rule {rule} reports rule {operand}"
        cwe: 1285
      - id: rule-code-out-of-order
        expr: before != 29 or number == 28 or number == 41 or number == 255
        at: opcode
        message: "code after the end of rule {rule}"
        cwe: 1285
      - id: rule-code-out-of-order
        expr: number != 27 or operand < rule and operand_high == 0
        at: operand
        message: "rule {rule} asks for rule {operand}, which is not an earlier one"
        help: The machine indexes the table of rules with it.
        cwe: 129
      - id: rule-code-out-of-order
        expr: number != 27 or set < 0 or operand >= _root.rules.items.size or (_root.rules.items[operand].flags & 8) == 0
        at: operand
        message: "rule {operand}, which is disabled, is part of a set"
        help: It counts as undefined, and so as the start of the set.
        cwe: 1285
      - id: rule-code-out-of-order
        expr: >-
          number != 28 or lands_at > at and _parent.items[lands_at.target.index - 1].number == 29
          and _parent.items[lands_at.target.index - 1].rule == rule
        at: jump
        message: "the code of rule {rule} does not skip to its end"
        cwe: 1285
      - id: memory-index-out-of-range
        expr: not (number >= 30 and number <= 36 and is_wide) or operand < 20 and operand_high == 0
        at: operand
        message: "memory slot {operand}, but the machine has 20"
        help: Reads or writes outside of an array on the consumer's stack.
        cwe: 787
      - id: memory-not-set
        expr: >-
          slot < 0 or (number == 34 ? slot_kind != 0
          : number == 30 or number == 32 or number == 36 ? slot_kind == 1 : true)
        at: operand
        message: "memory slot {operand} holds nothing that this instruction could use (kind {slot_kind})"
        help: The machine's memory is not cleared when it starts.
        cwe: 457
      - id: reference-out-of-range
        expr: >-
          not (number == 15 or number == 16 or number == 18 or number == 41)
          or operand == 5 and operand_high < _root.buffers[5].size
        at: operand
        message: "reference to offset {operand_high} of buffer {operand}, but a name in the pool is needed"
        cwe: 823
      - id: name-not-at-start
        expr: >-
          not (number == 15 or number == 16 or number == 18 or number == 41)
          or operand_high == 0 or operand_high >= _root.pool.bytes.length
          or _root.pool.bytes[operand_high - 1] == 0
        at: operand_high
        message: "offset {operand_high} is in the middle of a name"
        help: The machine asserts that modules and fields of that name are there.
        cwe: 617
      - id: module-not-imported
        expr: module_name < 0 or module_name.target.index < index
        at: operand_high
        message: "a module is used before it is imported"
        help: The machine asserts that there is an object of that name.
        cwe: 617
      - id: stack-depth
        expr: pops <= depth_before and (wants == 0 or first >= 0)
        at: opcode
        message: "{depth_before} values on the stack, {pops} needed"
        help: The machine pops from an empty stack.
        cwe: 124
      - id: stack-depth
        expr: number != 29 and number < 254 or depth == 0
        at: opcode
        message: "{depth} values left on the stack at the end of rule {rule}"
        cwe: 124
      - id: operand-type-mismatch
        expr: >-
          (wants == 0 or first < 0 or ((wants >> first_kind) & 1) == 1)
          and (wants_second == 0 or second < 0 or ((wants_second >> second_kind) & 1) == 1)
          and (wants_third == 0 or third < 0 or ((wants_third >> third_kind) & 1) == 1)
        at: opcode
        message: "instruction {opcode} does not work on values of the kinds {first_kind}, {second_kind}, {third_kind}"
        help: The machine takes a number for a pointer.
        cwe: 843
      - id: operand-type-mismatch
        expr: >-
          wants == 0 or first < 0 or first % 4 != 0 or _parent.items[first / 4].number != 17
          or _parent.items[first / 4].previous.variable_name < 0
          or ((wants >> _parent.items[first / 4].previous.variable_name.target.kind) & 1) == 1
        at: opcode
        message: "instruction {opcode} works on values of another kind than the external variable's"
        help: The machine takes a number for a pointer.
        cwe: 843
      - id: operand-type-mismatch
        expr: >-
          wants_second == 0 or second < 0 or second % 4 != 0 or _parent.items[second / 4].number != 17
          or _parent.items[second / 4].previous.variable_name < 0
          or ((wants_second >> _parent.items[second / 4].previous.variable_name.target.kind) & 1) == 1
        at: opcode
        message: "instruction {opcode} works on values of another kind than the external variable's"
        help: The machine takes a number for a pointer.
        cwe: 843
      - id: operand-type-mismatch
        expr: before != 16 or number == 17 or number == 18
        at: opcode
        message: "neither the value nor a field of the object is asked for"
        cwe: 843
      - id: operand-type-mismatch
        expr: number != 15 or object < 0 or object % 4 == 0 and _parent.items[object / 4].number == 18
        at: opcode
        message: "what is called is not a field of a module"
        cwe: 843
      - id: field-of-another-type
        expr: >-
          first_path == "" or (number == 18 ? contains(_root.module_parts, " " + first_path + ":S ")
          : number == 54 ? contains(_root.module_parts, " " + first_path + ":A ")
          : number == 55 ? contains(_root.module_parts, " " + first_path + ":D ")
          : number != 17 or before == 16 or not contains(_root.module_parts, " " + first_path + ":"))
        at: opcode
        message: "{first_path} is no object of the type that instruction {opcode} needs"
        help: The machine takes one type of object for another, without looking.
        cwe: 843
      - id: field-of-another-type
        expr: >-
          number != 19 and number != 42 or second_path == ""
          or contains(_root.module_parts, " " + second_path + (number == 19 ? ":A " : ":D "))
        at: opcode
        message: "{second_path} is no object of the type that instruction {opcode} needs"
        cwe: 843
      - id: field-of-another-type
        expr: >-
          number != 15 or object < 0 or _parent.items[object / 4].made.path == ""
          or contains(_root.module_parts, " " + _parent.items[object / 4].made.path + ":F ")
        at: opcode
        message: "what is called is no function"
        help: The machine calls an address that it takes from the object.
        cwe: 843
      - id: field-of-another-type
        expr: >-
          wants == 0 or first_kind != 13 or first_path == ""
          or (wants & (contains(_root.module_values, " " + first_path + ":s ") ? 8
          : contains(_root.module_values, " " + first_path + ":f ") ? 4 : 2)) != 0
        at: opcode
        message: "the value of {first_path} is of another kind than instruction {opcode} needs"
        help: The machine takes a number for a pointer, or a pointer for a number.
        cwe: 843
      - id: field-of-another-type
        expr: >-
          wants_second == 0 or second_kind != 13 or second_path == ""
          or (wants_second & (contains(_root.module_values, " " + second_path + ":s ") ? 8
          : contains(_root.module_values, " " + second_path + ":f ") ? 4 : 2)) != 0
        at: opcode
        message: "the value of {second_path} is of another kind than instruction {opcode} needs"
        cwe: 843
      - id: operand-type-mismatch
        expr: not (number == 57 or number == 58 or number == 78) or before >= 63 and before <= 65
        at: opcode
        message: "the iterator's count does not stand before it"
        cwe: 843
      - id: operand-type-mismatch
        expr: number != 58 or set_kind == 1 and set_size == previous.constant
        at: opcode
        message: "the loop is over {set_size} strings, and says {previous.constant}"
        cwe: 843
      - id: operand-type-mismatch
        expr: >-
          number != 26 and number != 74 or operand_high == 0 and operand <= 1 and set_kind == operand + 1
        at: operand
        message: "set of kind {operand} (0 strings, 1 rules) does not follow pushes of that kind"
        cwe: 843
      - id: operand-type-mismatch
        expr: number != 75 and number != 79 or set_kind == 1
        at: opcode
        message: "the instruction does not follow a set of strings"
        cwe: 843
      - id: operand-type-mismatch
        expr: used_set < 0 or number == 45 or number == 58 or ((0x7006 >> quantifier_kind) & 1) == 1
        at: opcode
        message: "no number says how many of the set are wanted"
        cwe: 843
      - id: operand-type-mismatch
        expr: number != 11 or operand_high == 0 and (operand == 1 or operand == 2)
        at: operand
        message: "value {operand} of the stack is made a real, where only the first two can be"
        cwe: 787
      - id: operand-type-mismatch
        expr: number != 53 or before >= 54 and before <= 58 or before == 78
        at: opcode
        message: "the loop does not start with an iterator"
        cwe: 843
      - id: loop-out-of-shape
        expr: >-
          before != 53 or number == 33 and operand >= 3
          and (first % 4 < 2 or index + 1 < _parent.items.size and _parent.items[index + 1].number == 33)
        at: opcode
        message: "the variables of the loop are not stored"
        cwe: 835
      - id: loop-out-of-shape
        expr: >-
          before != 33 or first < 0 or first % 4 != 0 or _parent.items[first / 4].number != 53
          or number == 50 and lands_at > at
        at: opcode
        message: "nothing ends the loop"
        cwe: 835
      - id: jump-out-of-shape
        expr: >-
          number != 47 and number != 49
          or lands_at > at and _parent.items[lands_at.target.index - 1].number == (number == 47 ? 1 : 2)
          and _parent.items[lands_at.target.index - 1].second == first
        at: jump
        message: "the jump does not lead behind the `and` or `or` that its value is for"
        help: Another number of values is on the stack there.
        cwe: 124
      - id: jump-out-of-shape
        expr: >-
          number != 61
          or lands_at > at and _parent.items[lands_at.target.index - 1].number == 105
          and _parent.items[lands_at.target.index - 1].made.rest == second
        at: jump
        message: "the jump does not lead behind the result of the loop"
        cwe: 124
      - id: jump-out-of-shape
        expr: >-
          number != 50 or lands_at < at
          or before == 33 and lands_at > at and lands_at.target.number == 14 and lands_at.target.first == rest
          and rest >= 0 and rest / 4 + 1 < index and _parent.items[rest / 4 + 1].number == 53
        at: jump
        message: "the jump does not lead to the end of its loop"
        cwe: 835
      - id: jump-out-of-shape
        expr: >-
          not (number == 44 or number == 51 or number == 50 and lands_at < at)
          or lands_at < at and lands_at.target.number == 53 and lands_at.target.first == rest
          and before == (number == 50 ? 32 : 34)
        at: jump
        message: "the jump back does not lead to the start of its loop"
        help: Code that is run again without asking for the next value never ends.
        cwe: 835
      - id: jump-out-of-shape
        expr: >-
          number != 45 or lands_at < at and lands_at.target.number == 33 and lands_at.target.top == first
          and lands_at.target.first_kind == 5 and used_set >= 0 and set_kind <= 1 and before == 30
        at: jump
        message: "the jump back does not lead to the start of its loop over strings"
        cwe: 835
      - id: jump-out-of-shape
        expr: not is_jump or number == 28 or lands_at.target.rule == rule
        at: jump
        message: "a jump out of rule {rule}"
        cwe: 1285

  made_values:
    params:
      - id: rest
        type: s8
        doc: Value below them, -1 for none.
      - id: result
        type: s8
        doc: Kind of the first value.
      - id: next_result
        type: s8
        doc: Kind of the second value.
      - id: set
        type: s8
        doc: What set the value is part of, see `set` of the instruction.
      - id: path
        type: str
        doc: Of an object, or its value; see `path` of the instruction.

  taken_value:
    doc: A value that an instruction takes off the stack.
    params:
      - id: value
        type: s8
      - id: wants
        type: u4
        doc: Kinds that it may be of.
    instances:
      below:
        value: "value < 0 ? -1 : value % 4 == 0 ? _parent._parent.items[value / 4].made.rest : value - 1"
      kind:
        value: "value < 0 ? 0 : value % 4 == 0 ? _parent._parent.items[value / 4].made.result : value % 4 == 1 ? _parent._parent.items[value / 4].made.next_result : 3"
      path:
        value: 'value < 0 ? "" : _parent._parent.items[value / 4].made.path'
    -checks:
      - id: field-of-another-type
        expr: >-
          kind != 13 or path == "" or (wants & (contains(_root.module_values, " " + path + ":s ") ? 8
          : contains(_root.module_values, " " + path + ":f ") ? 4 : 2)) != 0
        message: "the value of {path} is of another kind than is needed"
        cwe: 843
      - id: operand-type-mismatch
        expr: ((wants >> kind) & 1) == 1
        message: "a value of kind {kind} is taken for one of another kind"
        help: The machine takes a number for a pointer.
        cwe: 843

  text_header:
    seq:
      - id: size
        type: u4
      - id: flags
        type: u4

  pattern_code:
    doc: |
      Regular expressions and hex strings, each once forward and once backward; each ends with
      `match`. One of a condition has a word of flags in front, and no backward code.
    seq:
      - id: items
        type: >-
          pattern_instruction(_index, _io.pos,
          _index == 0 ? true : items[_index - 1].opcode == pattern_op::match,
          _index == 0 ? 0 : items[_index - 1].program,
          _index == 0 ? -1 : items[_index - 1].repeat_after,
          _index == 0 ? 0 : items[_index - 1].slow)
        repeat: eos
    -checks:
      - id: code-without-end
        expr: items.size == 0 or items.last.opcode == pattern_op::match
        at: items
        message: "the last pattern does not end with match"
        help: The matcher runs on into memory behind the code.
        cwe: 125

  pattern_instruction:
    params:
      - id: index
        type: u4
      - id: at
        type: u4
        doc: Offset in the buffer.
      - id: is_first
        type: bool
      - id: program_before
        type: u4
      - id: repeat_before
        type: s4
        doc: The repetition around this instruction, by the index of its start; -1 for none.
      - id: slow_before
        type: u4
        doc: How many instructions before are not known to the fast matcher.
    seq:
      - id: flags
        type: u4
        if: has_flags
      - id: opcode
        type: u1
        enum: pattern_op
        valid:
          in-enum: true
      - id: literal
        type: u1
        if: opcode == pattern_op::literal or opcode == pattern_op::not_literal
      - id: masked
        type: u2
        if: opcode == pattern_op::masked_literal or opcode == pattern_op::masked_not_literal
      - id: negated
        type: u1
        valid:
          max: 1
        if: opcode == pattern_op::char_class
      - id: bitmap
        size: 32
        if: opcode == pattern_op::char_class
      - id: split_id
        type: u1
        valid:
          max: 127
        if: is_split
      - id: minimum
        type: u2
        if: is_repeat or is_repeat_any
      - id: maximum
        type: u2
        if: is_repeat or is_repeat_any
      - id: jump
        type: s2
        if: is_split or opcode == pattern_op::jump
      - id: repeat_jump
        type: s4
        if: is_repeat
      - id: outer
        type: outer_repeat(around)
        doc: The repetition around it; no bytes.
    instances:
      ahead:
        pos: at
        type: u4
        if: is_first and at + 4 < _io.size
        -overlap: true
      has_flags:
        value: is_first and at + 4 < _io.size and ahead < 4096 and (ahead & 0x35d) == 0
        doc: |
          The flags of a regular expression of a condition are bits 2, 20, 80, 400 and 800 (hex). No
          code of four bytes looks like that: the third or fourth would be an instruction.
      number:
        value: opcode.to_i
      is_split:
        value: number == 192 or number == 193
      is_repeat:
        value: number >= 195 and number <= 198
      is_repeat_any:
        value: number == 180 or number == 181
      code_at:
        value: "at + (has_flags ? 4 : 0)"
        doc: Offset of the instruction behind the flags.
      program:
        value: "program_before + (is_first ? 1 : 0)"
        doc: Number of the piece of code between two `match`.
      last:
        value: program
        -refers-to:
          table: _parent.items
          key: "_.number == 173 ? _.program.as<s8> : -1"
        doc: The end of the same piece.
      around:
        value: "is_first ? -1 : repeat_before"
        doc: The repetition around this instruction, by the index of its start; -1 for none.
      repeat_after:
        value: >-
          number == 195 or number == 197 ? index
          : number != 196 and number != 198 ? around
          : around < 0 ? -1 : _parent.items[around].outer.index
      slow:
        value: >-
          slow_before + (number == 160 or number == 162 or number == 164 or number == 173 or number == 181
          or _root.version != 19 and (number == 174 or number == 175) ? 0 : 1)
      lands_at:
        value: "is_split or number == 194 ? code_at + jump : is_repeat ? code_at + repeat_jump : -1"
        -refers-to:
          table: _parent.items
          key: _.code_at
        -default: -1
    -checks:
      - id: jump-out-of-pattern
        expr: not (is_split or is_repeat or number == 194) or lands_at.target.program == program
        at: opcode
        message: "the instruction jumps to offset {lands_at}, into another pattern"
        cwe: 1285
      - id: jump-out-of-pattern
        expr: not (is_split or number == 194) or lands_at.target.around == around
        at: opcode
        message: "the instruction jumps into or out of a repetition"
        help: The matcher counts repetitions on a stack.
        cwe: 1285
      - id: endless-jump
        expr: not (is_split or is_repeat or number == 194) or lands_at != code_at
        at: opcode
        message: "the instruction jumps to itself"
        cwe: 835
      - id: endless-jump
        expr: number != 194 or lands_at > code_at or lands_at.target.is_split
        at: opcode
        message: "the instruction jumps back, but not to a split"
        help: The matcher ends a loop at a split that it has been at; others never end.
        cwe: 835
      - id: repeat-bounds
        expr: not is_repeat or maximum > 0
        at: maximum
        message: "no repetition"
        help: The matcher asserts that there is one.
        cwe: 617
      - id: repeat-without-partner
        expr: number != 173 or around < 0
        at: opcode
        message: "the pattern ends inside of a repetition"
        cwe: 1285
      - id: repeat-bounds
        expr: not (is_repeat or is_repeat_any) or minimum <= maximum
        at: minimum
        message: "{minimum} to {maximum} repetitions"
        cwe: 1284
      - id: repeat-without-partner
        expr: >-
          not is_repeat
          or lands_at.target.index > 0
          and _parent.items[lands_at.target.index - 1].number == (number % 2 == 1 ? number + 1 : number - 1)
          and _parent.items[lands_at.target.index - 1].minimum == minimum
          and _parent.items[lands_at.target.index - 1].maximum == maximum
          and (number % 2 == 1 ? _parent.items[lands_at.target.index - 1].around == index
          : lands_at.target.index - 1 == around)
        at: opcode
        message: "the start and the end of a repetition do not belong together"
        help: The matcher's counter is set by the start and read at the end.
        cwe: 1285

  outer_repeat:
    params:
      - id: index
        type: s4

  transition_table:
    doc: |
      The transitions of an Aho-Corasick automaton in overlaid rows: state << 9 | input + 1. In the
      first slot of a state, with 0 instead of the input, stands the state to go on with when no
      input fits.
    seq:
      - id: items
        type: u4
        repeat: eos
        valid:
          expr: (_ >> 9) + 257 <= _io.size / 4 and (_ & 0x1ff) <= 256
    -checks:
      - id: table-size
        expr: items.size >= 512 and (items.size - 512) % 257 == 0
        at: items
        message: "{items.size} slots, but 512 and a multiple of 257 are needed"
        help: From every state the scanner reads up to 256 slots on.
        cwe: 125
      - id: transition-to-no-state
        expr: "all(items, (_ >> 9) + 257 > items.size or (items[_ >> 9] & 0x1ff) == 0)"
        at: items
        message: "a transition leads to a slot that is not the start of a state"
        cwe: 1285
      - id: failure-links-endless
        expr: >-
          any(items, (_ >> 9) + 257 > items.size)
          or all(items, items[items[items[items[_ >> 9] >> 9] >> 9] >> 9] >> 9 == 0)
        at: items
        message: "from some state more than four steps back do not lead to the root"
        help: |
          States are at most four inputs deep, and each step back leads to one less deep. A ring of
          steps back never ends.
        cwe: 835

  state_match_table:
    seq:
      - id: items
        type: u4
        repeat: eos
        valid:
          max: _root.buffers[10].size / 40
        doc: 1 + index of the state's first match, 0 without one.
    -checks:
      - id: table-size
        expr: items.size == 2 * _root.transitions.items.size - 512
        at: items
        message: "{items.size} entries, but {_root.transitions.items.size} slots of transitions need {2 * _root.transitions.items.size - 512}"
        help: The compiler lets this table grow twice as fast as that of the transitions.
        cwe: 125

  match_table:
    seq:
      - id: items
        type: match(_index)
        repeat: eos
      - id: ends
        type: >-
          list_end(items[_index].next.index < 0 or items[_index].next.index < _index
          and ends[items[_index].next.index].is_reached)
        repeat: expr
        repeat-expr: items.size
        doc: |
          Whether the list that goes on behind a match ends: the next match is an earlier one, mostly. No
          bytes.
      - id: later_ends
        type: >-
          list_end(items[_index].next.index < 0 or items[_index].next.index < items.size
          and (items[_index].next.index < _index ? later_ends[items[_index].next.index].is_reached
          : ends[items[_index].next.index].is_reached))
        repeat: expr
        repeat-expr: items.size
        doc: |
          The same with one step to a later match. The list of a state goes on with that of the state to
          step back to, which may have been made later.
      - id: latest_ends
        type: >-
          list_end(items[_index].next.index < 0 or items[_index].next.index < items.size
          and (items[_index].next.index < _index ? latest_ends[items[_index].next.index].is_reached
          : later_ends[items[_index].next.index].is_reached))
        repeat: expr
        repeat-expr: items.size
        doc: With two such steps; states are at most four inputs deep.
      - id: last_ends
        type: >-
          list_end(items[_index].next.index < 0 or items[_index].next.index < items.size
          and (items[_index].next.index < _index ? last_ends[items[_index].next.index].is_reached
          : latest_ends[items[_index].next.index].is_reached))
        repeat: expr
        repeat-expr: items.size
        doc: With three.
    -checks:
      - id: cyclic-reference
        expr: all(last_ends, _.is_reached)
        at: items
        message: "a list of matches never ends"
        help: The scanner follows it to its end.
        cwe: 835

  list_end:
    params:
      - id: is_reached
        type: bool

  match:
    doc: A string, or a part of one, that may be found where the automaton is.
    params:
      - id: index
        type: u4
    seq:
      - id: string
        type: record_ref(3, 56, false)
      - id: forward_code
        type: record_ref(7, 1, true)
      - id: backward_code
        type: record_ref(7, 1, true)
      - id: next
        type: record_ref(10, 40, true)
      - id: backtrack
        type: u2
        valid:
          max: 255
        doc: Bytes from the start of the string to the place where the automaton is.
      - id: padding
        size: 6
    instances:
      forward_at:
        value: forward_code.index
        -refers-to:
          table: _root.patterns.items
          key: _.code_at
        -default: -1
      backward_at:
        value: backward_code.index
        -refers-to:
          table: _root.patterns.items
          key: _.code_at
        -default: -1
    -checks:
      - id: match-without-code
        expr: >-
          string.index < 0 or string.index >= _root.strings.items.size
          or _root.strings.items[string.index].is_literal or not forward_code.is_null
        at: forward_code
        message: "match {index} is of a pattern, but has no code"
        cwe: 476
      - id: match-inside-repetition
        expr: >-
          (forward_at < 0 or forward_at.target.around < 0)
          and (backward_at < 0 or backward_at.target.around < 0)
        at: forward_code
        message: "match {index} starts inside of a repetition"
        help: The matcher counts repetitions on a stack, and takes from it what was never put there.
        cwe: 124
      - id: pattern-not-fast
        expr: >-
          string.index < 0 or string.index >= _root.strings.items.size
          or (_root.strings.items[string.index].flags & 0x40) == 0
          or (forward_at < 0 or forward_at.target.last.target.slow == forward_at.target.slow_before)
          and (backward_at < 0 or backward_at.target.last.target.slow == backward_at.target.slow_before)
        at: string
        message: "the pattern of match {index} has instructions that the fast matcher does not know"
        help: The matcher asserts that it knows them.
        cwe: 617
      - id: cyclic-reference
        expr: next.index != index
        at: next
        message: "match {index} is followed by itself"
        cwe: 835

  summary:
    seq:
      - id: rule_count
        type: u4
        valid:
          eq: _root.rules.items.size - 1
      - id: string_count
        type: u4
        valid:
          eq: _root.strings.items.size
      - id: namespace_count
        type: u4
        valid:
          eq: _root.namespaces.items.size

  relocation:
    seq:
      - id: buffer_id
        type: u4
        valid:
          expr: _ <= 4 or _ == 6 or _ == 10
      - id: offset
        type: u4
    instances:
      code_offset:
        value: "buffer_id == 6 ? offset.as<s8> : -1"
        -refers-to:
          table: _root.code.items
          key: _.pointer_at
        -default: -1
      rule_offset:
        value: "offset % (_root.version == 19 ? 48 : 56) - (_root.version == 19 ? 8 : 16)"
    -checks:
      - id: relocation-outside-buffer
        expr: buffer_id > 11 or offset + 8 <= _root.buffers[buffer_id].size
        at: offset
        message: "a pointer of 8 bytes at offset {offset} does not lie in buffer {buffer_id}, of {_root.buffers[buffer_id].size} bytes"
        help: The scanner writes an address there.
        cwe: 787
      - id: relocation-of-no-pointer
        expr: >-
          buffer_id == 0 ? offset % 16 == 0
          : buffer_id == 1 ? rule_offset >= 0 and rule_offset % 8 == 0
          and offset < _root.buffers[1].size - (_root.version == 19 ? 48 : 56)
          : buffer_id == 2 ? offset % 32 == 0 or offset % 32 == 8
          : buffer_id == 3 ? offset % 56 == 24 or offset % 56 == 32 or offset % 56 == 48
          : buffer_id == 4 ? offset % 24 == 16 and offset + 24 < _root.buffers[4].size
          or (offset % 24 == 8 and offset / 24 < _root.variables.items.size
          and _root.variables.items[offset / 24].type == variable_type::text)
          : buffer_id == 10 ? offset % 40 < 32 and offset % 8 == 0
          : true
        at: offset
        message: "no pointer stands at offset {offset} of buffer {buffer_id}"
        help: The scanner overwrites what stands there with an address.
        cwe: 787

enums:
  meta_type:
    1: number
    2: text
    3: boolean
  variable_type:
    0: end
    1: real
    2: number
    3: boolean
    4: text
  pattern_op:
    0xa0: any
    0xa2: literal
    0xa4: masked_literal
    0xa5: char_class
    0xa7: word_char
    0xa8: non_word_char
    0xa9: space
    0xaa: non_space
    0xab: digit
    0xac: non_digit
    0xad: match
    0xae: not_literal
    0xaf: masked_not_literal
    0xb0: match_at_end
    0xb1: match_at_start
    0xb2: word_boundary
    0xb3: non_word_boundary
    0xb4: repeat_any_greedy
    0xb5: repeat_any_ungreedy
    0xc0: split_a
    0xc1: split_b
    0xc2: jump
    0xc3: repeat_start_greedy
    0xc4: repeat_end_greedy
    0xc5: repeat_start_ungreedy
    0xc6: repeat_end_ungreedy
  op:
    1: both
    2: either
    3: negate
    4: bitwise_not
    5: bitwise_and
    6: bitwise_or
    7: bitwise_xor
    8: shl
    9: shr
    10: mod
    11: int_to_dbl
    12: str_to_bool
    13: push
    14: pop
    15: call
    16: obj_load
    17: obj_value
    18: obj_field
    19: index_array
    20: count
    21: length
    22: found
    23: found_at
    24: found_in
    25: offset
    26: of
    27: push_rule
    28: init_rule
    29: match_rule
    30: incr_m
    31: clear_m
    32: add_m
    33: pop_m
    34: push_m
    35: set_m
    36: swapundef
    37: filesize
    38: entrypoint
    39: unused
    40: matches
    41: import_module
    42: lookup_dict
    43: jundef
    44: jundef_p
    45: jnundef
    46: jnundef_p
    47: jfalse
    48: jfalse_p
    49: jtrue
    50: jtrue_p
    51: jl_p
    52: jle_p
    53: iter_next
    54: iter_start_array
    55: iter_start_dict
    56: iter_start_int_range
    57: iter_start_int_enum
    58: iter_start_string_set
    59: iter_condition
    60: iter_end
    61: jz
    62: jz_p
    63: push_8
    64: push_16
    65: push_32
    66: push_undefined
    67: contains
    68: startswith
    69: endswith
    70: icontains
    71: istartswith
    72: iendswith
    73: iequals
    74: of_percent
    75: of_found_in
    76: count_in
    77: defined
    78: iter_start_text_string_set
    79: of_found_at
    100: int_eq
    101: int_neq
    102: int_lt
    103: int_gt
    104: int_le
    105: int_ge
    106: int_add
    107: int_sub
    108: int_mul
    109: int_div
    110: int_minus
    120: dbl_eq
    121: dbl_neq
    122: dbl_lt
    123: dbl_gt
    124: dbl_le
    125: dbl_ge
    126: dbl_add
    127: dbl_sub
    128: dbl_mul
    129: dbl_div
    130: dbl_minus
    140: str_eq
    141: str_neq
    142: str_lt
    143: str_gt
    144: str_le
    145: str_ge
    240: int8
    241: int16
    242: int32
    243: uint8
    244: uint16
    245: uint32
    246: int8be
    247: int16be
    248: int32be
    249: uint8be
    250: uint16be
    251: uint32be
    254: nop
    255: halt
