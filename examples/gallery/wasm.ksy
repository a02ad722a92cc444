meta:
  id: wasm
  title: WebAssembly module
  file-extension: wasm
  license: Apache-2.0
  ks-version: 0.9
  encoding: UTF-8
  endian: le
doc: |
  Sections in a fixed order, numbers in LEB128. Strict: no section twice, indexes of types and
  functions in range, as many bodies as functions. Instructions are bytes here.
doc-ref: https://webassembly.github.io/spec/core/binary/

seq:
  - {id: magic, contents: [0, asm]}
  - {id: version, type: u4, valid: 1}
  - {id: sections, type: 'section(_index == 0 ? 0 : sections[_index - 1].rank)', repeat: eos}
-checks:
  - id: bodies-missing
    expr: >-
      sum(sections, _.num_functions) == sum(sections, _.num_bodies)
    message: "{sum(sections, _.num_functions)} functions are declared, {sum(sections, _.num_bodies)} have a body"
    cwe: 129

types:
  section:
    params:
      - {id: rank_before, type: u4}
    seq:
      - id: id
        type: u1
        enum: section_id
        valid: {in-enum: true}
      - {id: len_body, type: number}
      - id: body
        size: len_body.value
        type:
          switch-on: id
          cases:
            section_id::custom: custom
            section_id::type: function_types
            section_id::imports: imports
            section_id::function: indexes
            section_id::table: tables
            section_id::memory: memories
            section_id::export: exports
            section_id::start: number
            section_id::code: bodies
            section_id::data: segments
            section_id::data_count: number
    instances:
      rank:
        value: >-
          id == section_id::custom ? rank_before : id == section_id::data_count ? 95 : id.to_i * 10
        doc: Place in the order; custom sections may stand anywhere.
      num_functions:
        value: 'id == section_id::function ? body.as<indexes>.num_items.value : 0'
      num_bodies:
        value: 'id == section_id::code ? body.as<bodies>.num_items.value : 0'
    -checks:
      - id: section-order
        expr: id == section_id::custom or rank > rank_before
        message: "section {id.to_i} comes twice or too late"
        at: id
        help: The second one overwrites tables that the first one was checked against.
        cwe: 694

  number:
    doc: Unsigned LEB128 of at most 32 bits, in at most five bytes.
    seq:
      - id: groups
        type: group
        repeat: until
        repeat-until: not _.has_next or _index == 4
    instances:
      value:
        value: >-
          groups[0].bits
          + (groups.size > 1 ? groups[1].bits << 7 : 0)
          + (groups.size > 2 ? groups[2].bits << 14 : 0)
          + (groups.size > 3 ? groups[3].bits << 21 : 0)
          + (groups.size > 4 ? groups[4].bits << 28 : 0)
    -checks:
      - id: number-too-large
        expr: not groups[groups.size - 1].has_next and value < 1 << 32
        message: a number has more than 32 bits
        cwe: 190
  group:
    seq:
      - {id: has_next, type: b1}
      - {id: bits, type: b7}

  name:
    seq:
      - {id: len_text, type: number}
      - {id: text, type: str, size: len_text.value}

  custom:
    seq:
      - {id: name, type: name}
      - {id: data, size-eos: true}

  function_types:
    seq:
      - {id: num_items, type: number}
      - {id: items, type: function_type, repeat: expr, repeat-expr: num_items.value}
  function_type:
    seq:
      - {id: form, type: u1, valid: 0x60}
      - {id: num_parameters, type: number}
      - id: parameters
        type: u1
        enum: value_type
        valid: {in-enum: true}
        repeat: expr
        repeat-expr: num_parameters.value
      - {id: num_results, type: number}
      - id: results
        type: u1
        enum: value_type
        valid: {in-enum: true}
        repeat: expr
        repeat-expr: num_results.value

  imports:
    seq:
      - {id: num_items, type: number}
      - {id: items, type: import, repeat: expr, repeat-expr: num_items.value}
  import:
    seq:
      - {id: module, type: name}
      - {id: name, type: name}
      - {id: kind, type: u1, enum: external, valid: {in-enum: true}}
      - id: description
        type:
          switch-on: kind
          cases:
            external::function: number
            external::table: table
            external::memory: limits
            external::global_variable: global_type

  indexes:
    seq:
      - {id: num_items, type: number}
      - {id: items, type: number, repeat: expr, repeat-expr: num_items.value}

  tables:
    seq:
      - {id: num_items, type: number}
      - {id: items, type: table, repeat: expr, repeat-expr: num_items.value}
  table:
    seq:
      - id: kind
        type: u1
        valid:
          any-of: [0x6f, 0x70]
      - {id: limits, type: limits}
  memories:
    seq:
      - {id: num_items, type: number}
      - {id: items, type: limits, repeat: expr, repeat-expr: num_items.value}
  limits:
    seq:
      - {id: has_maximum, type: u1, valid: {max: 1}}
      - {id: minimum, type: number}
      - {id: maximum, type: number, if: has_maximum == 1}
    -checks:
      - id: limits-crossed
        expr: has_maximum == 0 or minimum.value <= maximum.value
        message: the minimum is above the maximum
  global_type:
    seq:
      - {id: kind, type: u1, enum: value_type, valid: {in-enum: true}}
      - {id: is_mutable, type: u1, valid: {max: 1}}

  exports:
    seq:
      - {id: num_items, type: number}
      - id: items
        type: export
        repeat: expr
        repeat-expr: num_items.value
        -unique: _.name.text
  export:
    seq:
      - {id: name, type: name}
      - {id: kind, type: u1, enum: external, valid: {in-enum: true}}
      - {id: index, type: number}

  bodies:
    seq:
      - {id: num_items, type: number}
      - {id: items, type: body, repeat: expr, repeat-expr: num_items.value}
  body:
    seq:
      - {id: len_code, type: number}
      - {id: code, type: function_code, size: len_code.value}
  function_code:
    seq:
      - {id: num_locals, type: number}
      - {id: locals, type: local, repeat: expr, repeat-expr: num_locals.value}
      - {id: instructions, size-eos: true, valid: {expr: _.last == 0x0b}}
  local:
    seq:
      - {id: count, type: number}
      - {id: kind, type: u1, enum: value_type, valid: {in-enum: true}}

  segments:
    seq:
      - {id: num_items, type: number}
      - {id: data, size-eos: true}

enums:
  section_id:
    0: custom
    1: type
    2: imports
    3: function
    4: table
    5: memory
    6: globals
    7: export
    8: start
    9: element
    10: code
    11: data
    12: data_count
  external:
    0: function
    1: table
    2: memory
    3: global_variable
  value_type:
    0x6f: extern_ref
    0x70: function_ref
    0x7b: v128
    0x7c: f64
    0x7d: f32
    0x7e: i64
    0x7f: i32
