meta:
  id: java_class
  title: Java class file
  file-extension: class
  license: Apache-2.0
  ks-version: 0.9
  encoding: UTF-8
  endian: be
doc: |
  Constants, and a class made of indexes into them. Strict: every index hits a constant of the
  kind that the place needs, which is what a virtual machine relies on after verification.
doc-ref: https://docs.oracle.com/javase/specs/jvms/se21/html/jvms-4.html
-budget:
  nodes: 4000000

seq:
  - {id: magic, contents: [0xca, 0xfe, 0xba, 0xbe]}
  - {id: minor, type: u2}
  - {id: major, type: u2, valid: {min: 45}}
  - id: num_constants
    type: u2
    valid: {min: 1}
    doc: One more than the number of the last constant.
  - id: constants
    type: 'constant(_index != 0 and constants[_index - 1].is_wide)'
    repeat: expr
    repeat-expr: num_constants - 1
  - {id: access, type: u2}
  - {id: this_class, type: reference(7)}
  - id: super_class
    type: reference(7)
    doc: 0 only for java.lang.Object.
  - {id: num_interfaces, type: u2}
  - {id: interfaces, type: reference(7), repeat: expr, repeat-expr: num_interfaces}
  - {id: num_fields, type: u2}
  - {id: fields, type: member, repeat: expr, repeat-expr: num_fields}
  - {id: num_methods, type: u2}
  - {id: methods, type: member, repeat: expr, repeat-expr: num_methods}
  - {id: num_attributes, type: u2}
  - {id: attributes, type: attribute, repeat: expr, repeat-expr: num_attributes}

types:
  constant:
    params:
      - {id: is_second, type: bool, doc: The slot behind a long or double is empty.}
    seq:
      - id: tag
        type: u1
        enum: tag
        valid: {in-enum: true}
        if: not is_second
      - id: body
        type:
          switch-on: tag
          cases:
            tag::utf8: text
            tag::integer: u4
            tag::float: u4
            tag::long: u8
            tag::double: u8
            tag::class_info: reference(1)
            tag::string: reference(1)
            tag::field: member_reference
            tag::method: member_reference
            tag::interface_method: member_reference
            tag::name_and_type: name_and_type
            tag::method_handle: method_handle
            tag::method_type: reference(1)
            tag::dynamic: dynamic
            tag::invoke_dynamic: dynamic
            tag::module: reference(1)
            tag::package: reference(1)
        if: not is_second
    instances:
      is_wide:
        value: 'not is_second and (tag == tag::long or tag == tag::double)'
      number:
        value: 'is_second ? 0 : tag.to_i'

  reference:
    params:
      - {id: wanted, type: u1, doc: tag of the constant}
    seq:
      - id: index
        type: u2
    -checks:
      - id: wrong-constant
        expr: >-
          index == 0 or (index < _root.num_constants and _root.constants[index - 1].number == wanted)
        message: "constant {index} is not of kind {wanted}"
        at: index
        cwe: 843

  text:
    seq:
      - {id: len_bytes, type: u2}
      - id: bytes
        size: len_bytes
        doc: Modified UTF-8, which writes 0 as c0 80.
  member_reference:
    seq:
      - {id: owner, type: reference(7)}
      - {id: name_and_type, type: reference(12)}
  name_and_type:
    seq:
      - {id: name, type: reference(1)}
      - {id: descriptor, type: reference(1)}
  method_handle:
    seq:
      - {id: kind, type: u1, valid: {min: 1, max: 9}}
      - {id: index, type: u2, valid: {min: 1, max: _root.num_constants - 1}}
  dynamic:
    seq:
      - {id: bootstrap, type: u2}
      - {id: name_and_type, type: reference(12)}

  member:
    seq:
      - {id: access, type: u2}
      - {id: name, type: reference(1)}
      - {id: descriptor, type: reference(1)}
      - {id: num_attributes, type: u2}
      - {id: attributes, type: attribute, repeat: expr, repeat-expr: num_attributes}

  attribute:
    seq:
      - {id: name, type: reference(1)}
      - {id: len_body, type: u4}
      - id: body
        size: len_body
        type:
          switch-on: '_root.constants[name.index - 1].body.as<text>.bytes.to_s("UTF-8")'
          cases:
            '"Code"': code
            '"ConstantValue"': constant_value
            '"SourceFile"': reference(1)
            '"LineNumberTable"': line_numbers

  constant_value:
    seq:
      - {id: index, type: u2, valid: {min: 1, max: _root.num_constants - 1}}

  code:
    seq:
      - {id: max_stack, type: u2}
      - {id: max_locals, type: u2}
      - {id: len_code, type: u4, valid: {min: 1, max: 65535}}
      - {id: code, size: len_code}
      - {id: num_handlers, type: u2}
      - {id: handlers, type: handler, repeat: expr, repeat-expr: num_handlers}
      - {id: num_attributes, type: u2}
      - {id: attributes, type: attribute, repeat: expr, repeat-expr: num_attributes}
    -checks:
      - id: handler-outside-code
        expr: all(handlers, _.start < _.end and _.end <= len_code and _.target < len_code)
        message: an exception handler reaches out of the code
        at: handlers
        cwe: 125
  handler:
    seq:
      - {id: start, type: u2}
      - {id: end, type: u2}
      - {id: target, type: u2}
      - {id: caught, type: reference(7)}

  line_numbers:
    seq:
      - {id: num_lines, type: u2}
      - {id: lines, type: line, repeat: expr, repeat-expr: num_lines}
  line:
    seq:
      - {id: at, type: u2}
      - {id: line, type: u2}

enums:
  tag:
    1: utf8
    3: integer
    4: float
    5: long
    6: double
    7: class_info
    8: string
    9: field
    10: method
    11: interface_method
    12: name_and_type
    15: method_handle
    16: method_type
    17: dynamic
    18: invoke_dynamic
    19: module
    20: package
