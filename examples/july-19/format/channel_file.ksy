meta:
  id: channel_file
  title: contentgate channel file (invented reference format)
  application: contentgate's own examples, tests and benchmarks
  file-extension: chan
  license: Apache-2.0
  ks-version: 0.9
  encoding: UTF-8
  endian: le
doc: |
  Behavioral detection content for an imaginary sensor: template types that name typed input
  parameters, instances that put one criterion on every parameter, and rules that combine
  instances.

  This format is invented. It is not the layout of any vendor's channel file: none is public.
  It has the properties that made the outage of 19 July 2024 possible: a template type that
  defines more parameters than the sensor supplies, and a wildcard that hides it.
doc-ref: docs/formats/channel_file.md

-contract:
  inputs:
    type: map<str,int>
    doc: |
      For every template name, how many input values the consumer's integration code really
      supplies: the length of its array `NAME_inputs`, never the template's definition.
  max_templates:
    type: int
    doc: Number of template types that the consumer has room for.
  max_instances:
    type: int
    doc: Number of instances that the consumer has room for.
  format_version_max:
    type: int
    doc: Highest format version that the consumer reads.

-budget:
  file-size: 268435456
  nodes: 20000000
  depth: 40

seq:
  - id: header
    type: header
  - id: string_table
    type: string_table
    size: header.string_table_size
    doc: |
      Names of templates, parameters and rules. It comes before everything that refers to it, so
      that a reader needs to look ahead nowhere.
  - id: templates
    type: template
    repeat: expr
    repeat-expr: header.template_count
    -unique: _.id
    -sorted: _.id
  - id: instances
    type: instance
    repeat: expr
    repeat-expr: header.instance_count
    -unique: _.id
  - id: rules
    type: rule
    repeat: expr
    repeat-expr: header.rule_count
    -unique: _.id

types:
  header:
    seq:
      - id: magic
        contents: ["CGCHAN", 0x1a, 0x00]
        doc: 1a stops a text viewer, 00 makes sure that no text file passes.
      - id: format_version
        type: u2
        valid:
          min: 1
          max: 2
        doc: 1 has no rules, 2 has them.
      - id: flags
        type: u2
        -reserved: true
      - id: content_version
        type: u4
        valid:
          min: 1
        doc: Grows with every release of the content.
      - id: string_table_size
        type: u4
        valid:
          min: 1
        doc: In bytes.
      - id: template_count
        type: u4
        valid:
          min: 1
      - id: instance_count
        type: u4
      - id: rule_count
        type: u4
      - id: payload_size
        type: u4
        valid:
          expr: _ == _io.size - 40
        doc: Bytes after the header, which is 40 bytes long.
      - id: payload_crc32
        type: u4
        -checksum:
          algorithm: crc32
          from: end_of(payload_crc32)
          to: _io.size
        doc: CRC-32 (ISO 3309, as in zlib) of everything after the header.
    -checks:
      - id: version-exceeds-contract
        expr: format_version <= contract.format_version_max
        at: format_version
        message: "format version {format_version}, but {contract.name} reads versions up to {contract.format_version_max}"
        help: Do not ship to that consumer version, or write the older format version.
        cwe: 1104
      - id: count-exceeds-contract
        expr: template_count <= contract.max_templates
        at: template_count
        message: "{template_count} templates, but {contract.name} has room for {contract.max_templates}"
        cwe: 125
      - id: count-exceeds-contract
        expr: instance_count <= contract.max_instances
        at: instance_count
        message: "{instance_count} instances, but {contract.name} has room for {contract.max_instances}"
        cwe: 125
      - id: rules-need-version-2
        expr: rule_count == 0 or format_version >= 2
        at: rule_count
        message: "{rule_count} rules in a file of format version {format_version}"
        help: A reader of version 1 stops before the rules; write format version 2.
        cwe: 1104

  string_table:
    seq:
      - id: strings
        type: strz
        repeat: eos
        -unique: true
        doc: A name is an offset into this table. The empty string says "no name".

  template:
    doc: A template type. The sensor's integration code supplies its inputs, by its name.
    seq:
      - id: id
        type: u2
      - id: param_count
        type: u1
        valid:
          min: 1
          max: 64
        doc: What the definition says. What the sensor supplies stands in its contract.
      - id: flags
        type: u1
        -reserved: true
      - id: name_ofs
        type: u4
        valid:
          max: _root.header.string_table_size - 1
      - id: params
        type: param
        repeat: expr
        repeat-expr: param_count
    instances:
      name:
        io: _root.string_table._io
        pos: name_ofs
        type: strz
        valid:
          expr: _.length > 0
    -checks:
      - id: template-exceeds-contract
        severity: warning
        expr: param_count <= contract.inputs[name]
        at: param_count
        message: "template '{name}' defines {param_count} parameters, but {contract.name} supplies {contract.inputs[name]} inputs"
        help: >-
          Nothing breaks while every criterion past the supplied inputs is a wildcard. The first
          one that is not reads past the end of the consumer's array.
        cwe: 1284

  param:
    seq:
      - id: value_type
        type: u1
        enum: value_type
        valid:
          in-enum: true
      - id: flags
        type: u1
        -reserved: true
      - id: name_ofs
        type: u4
        valid:
          max: _root.header.string_table_size - 1
    instances:
      name:
        io: _root.string_table._io
        pos: name_ofs
        type: strz

  instance:
    doc: One criterion for every parameter of a template. It matches when all of them match.
    seq:
      - id: template_id
        type: u2
        -refers-to:
          table: _root.templates
          key: _.id
      - id: criteria_count
        type: u2
      - id: id
        type: u4
      - id: action
        type: u1
        enum: action
        valid:
          in-enum: true
      - id: flags
        type: u1
        -reserved: true
      - id: criteria
        type: criterion(_index)
        repeat: expr
        repeat-expr: criteria_count
    -checks:
      - id: criteria-count-mismatch
        expr: criteria_count == template_id.target.param_count
        at: criteria_count
        message: "{criteria_count} criteria, but template {template_id} has {template_id.target.param_count} parameters"
        help: A consumer that counts by the template reads the next instance as criteria.
        cwe: 130
      - id: criterion-type-mismatch
        expr: >-
          criteria_count != template_id.target.param_count
          or all(criteria, _.value_type == template_id.target.params[_.index].value_type)
        at: criteria
        message: "a criterion has another type than its parameter in template {template_id}"
        help: A consumer that reads a text as a number, or a number as a text, reads out of bounds.
        cwe: 843
      - id: count-exceeds-contract
        # How many inputs it reads: at most one a criterion, and a wildcard reads none. The count
        # alone settles it for most instances.
        expr: >-
          (criteria_count <= contract.inputs[template_id.target.name]
            ? criteria_count
            : max(criteria, _.op == operator::wildcard ? 0 : _.index + 1))
          <= contract.inputs[template_id.target.name]
        at: criteria_count
        message: >-
          criterion {max(criteria, _.op == operator::wildcard ? 0 : _.index + 1) - 1} is not a
          wildcard and reads input {max(criteria, _.op == operator::wildcard ? 0 : _.index + 1)}
          of '{template_id.target.name}', but {contract.name} supplies
          {contract.inputs[template_id.target.name]} inputs
        help: Do not ship to that consumer version; use a wildcard, or update the consumer first.
        cwe: 125

  criterion:
    params:
      - id: index
        type: u2
    seq:
      - id: op
        type: u1
        enum: operator
        valid:
          in-enum: true
        -default: operator::wildcard
        # A parameter that every test leaves at its wildcard is a parameter that nobody has tested.
        -coverage: [members, each-subscript]
      - id: value_type
        type: u1
        enum: value_type
        valid:
          in-enum: true
      - id: value_len
        type: u2
      - id: value
        size: value_len
    -coverage:
      combine: [op, value_type]
      where: >-
        op == operator::wildcard
        or (value_type == value_type::text ? op != operator::range
        : op.to_i <= 2 or op == operator::range or op == operator::in_list)
    -checks:
      - id: value-does-not-fit
        expr: >-
          op == operator::wildcard ? value_len == 0
          : value_len > 0 and (
            value_type == value_type::text ? op != operator::range
            : op.to_i <= 2 ? value_len == 1 << value_type.to_i
            : op == operator::range ? value_len == 2 << value_type.to_i
            : op == operator::in_list and value_len % (1 << value_type.to_i) == 0)
        at: value_len
        message: "{value_len} bytes do not fit this operator and type"
        help: >-
          wildcard takes no value; equals and not_equals take one value; range takes two; in_list
          one or more; prefix, suffix and regex compare text.
        cwe: 1284

  rule:
    doc: A named condition over instances.
    seq:
      - id: id
        type: u4
      - id: name_ofs
        type: u4
        valid:
          max: _root.header.string_table_size - 1
      - id: severity
        type: u1
        enum: severity
        valid:
          in-enum: true
      - id: flags
        type: u1
        -reserved: true
      - id: root
        type: node(1)
    instances:
      name:
        io: _root.string_table._io
        pos: name_ofs
        type: strz
        valid:
          expr: _.length > 0

  node:
    params:
      - id: depth
        type: u4
    seq:
      - id: kind
        type: u1
        enum: node_kind
        valid:
          in-enum: true
      - id: child_count
        type: u1
      - id: instance_id
        type: u4
        if: kind == node_kind::match
        -refers-to:
          table: _root.instances
          key: _.id
      - id: children
        type: node(depth + 1)
        repeat: expr
        repeat-expr: child_count
    -checks:
      - id: child-count-mismatch
        expr: >-
          kind == node_kind::match ? child_count == 0
          : kind == node_kind::negation ? child_count == 1
          : child_count >= 2
        at: child_count
        message: "{child_count} children do not fit this kind of node"
        help: match has no children, negation one, all_of and any_of two or more.
        cwe: 1284
      - id: rule-too-deep
        expr: depth <= 16
        at: kind
        message: "node at depth {depth}, where 16 is the maximum"
        help: A consumer that walks rules by recursion in a kernel has a small stack.
        cwe: 674

enums:
  value_type:
    0: {id: u1, doc: the value of a number type takes 2 to the power of its code in bytes}
    1: u2
    2: u4
    3: u8
    4: {id: ip6, doc: 16 bytes; an IPv4 address is mapped}
    5: {id: text, doc: "UTF-8, any length above 0"}
  operator:
    0: {id: wildcard, doc: matches everything and reads no input}
    1: equals
    2: not_equals
    3: prefix
    4: suffix
    5: regex
    6: {id: range, doc: "lowest and highest permitted value"}
    7: {id: in_list, doc: one of several values; a text list is separated by 00}
  action:
    0: log
    1: alert
    2: block
    3: quarantine
  severity:
    0: info
    1: low
    2: medium
    3: high
    4: critical
  node_kind:
    0: all_of
    1: any_of
    2: negation
    3: match
