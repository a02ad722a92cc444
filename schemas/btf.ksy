meta:
  id: btf
  title: BPF Type Format (.BTF section, vmlinux BTF)
  application: Linux kernel, libbpf, bpftool, pahole, clang
  file-extension: btf
  license: Apache-2.0
  ks-version: 0.9
doc: |
  The C types of a kernel or of a BPF program, as bpf(BPF_BTF_LOAD) takes them and as programs are
  fitted to the running kernel with: a header, records of types of variable length, a pool of
  names. A type is named by its position, from 1 on; 0 is void. Reading a record takes the kind of
  the record, so one wrong kind or count moves the meaning of everything behind it.

  The BTF of a kernel module goes on where that of the kernel ends (split BTF): its ids and name
  offsets count from there, and nothing in the file says where that is. It is known by a pool that
  does not begin with the empty name, and its references are held against a contract alone.
doc-ref: docs/formats/btf.md

-contract:
  base_types:
    type: int
    doc: Types of the BTF that a split one goes on from; its last id. For split BTF only.
  base_names:
    type: int
    doc: Bytes of the name pool of the BTF that a split one goes on from. For split BTF only.

-budget:
  file-size: 268435456
  nodes: 40000000
  depth: 16

seq:
  - id: magic
    size: 2
    valid:
      any-of:
        - '[0x9f, 0xeb]'
        - '[0xeb, 0x9f]'
    doc: 0xeb9f in the byte order of the machine that the types are for.
  - id: body
    type: body

enums:
  kind:
    1: int
    2: ptr
    3: array
    4: struct
    5: union
    6: enum
    7: fwd
    8: typedef
    9: volatile
    10: const
    11: restrict
    12: func
    13: func_proto
    14: var
    15: datasec
    16: float
    17: decl_tag
    18: type_tag
    19: enum64

types:
  body:
    meta:
      endian:
        switch-on: _root.magic
        cases:
          '[0x9f, 0xeb]': le
          '[0xeb, 0x9f]': be
          _: le
    seq:
      - id: version
        type: u1
        valid: 1
      - id: flags
        type: u1
        -reserved: true
      - id: hdr_len
        type: u4
        valid: 24
        doc: The offsets below count from the end of the header.
      - id: type_off
        type: u4
        valid: 0
      - id: type_len
        type: u4
        valid:
          expr: _ % 4 == 0 and _ <= _root._io.size - 24
      - id: str_off
        type: u4
        valid:
          eq: type_len
        doc: Names follow the types at once; every producer writes it so.
      - id: str_len
        type: u4
        valid:
          min: 1
          max: 0xffffff
      - id: types
        type: type_area
        size: type_len
      - id: names
        size: str_len
        doc: Names that end with a zero byte, each stored once; the first one is empty.
    instances:
      first_of_names:
        pos: 24 + type_len
        type: u1
        -overlap: true
        if: 24 + type_len < _root._io.size
      is_split:
        value: 24 + type_len < _root._io.size and first_of_names != 0
      last_name:
        value: 'is_split ? 0xffffff : str_len - 1'
        doc: Highest offset of a name.
    -checks:
      - id: terminator-missing
        expr: names.length > 0 and names.last == 0
        at: names
        message: "the last name of the pool has no zero byte at its end"
        help: Kernel and libbpf refuse the file.
        cwe: 170
      - id: split-names-in-pool
        expr: not is_split or any(types.items, _.name_off >= str_len) or types.items.size == 0
        at: names
        message: "the pool does not begin with the empty name, and yet all names lie inside it"
        help: Split BTF counts names from the end of another pool; here the first byte was damaged.
        cwe: 20
    types:
      type_area:
        seq:
          - id: items
            type: type_record(_index + 1)
            repeat: eos

      type_record:
        params:
          - id: id
            type: u4
            doc: By which other types refer to this one.
        seq:
          - id: name_off
            type: u4
            valid:
              max: _parent._parent.last_name
          - id: info
            type: u4
            valid:
              expr: (_ & 0x60ff0000) == 0 and ((_ >> 24) & 0x1f) >= 1 and ((_ >> 24) & 0x1f) <= 19
            doc: Bits 0 to 15 are a count, 24 to 28 the kind, 31 a flag of the kind; the others are 0.
          - id: size_or_type
            type: u4
            doc: Size in bytes of what has one, else the id of a type.
          - id: details
            type:
              switch-on: kind
              cases:
                kind::int: int_details
                kind::array: array_details
                kind::struct: members
                kind::union: members
                kind::enum: enumerators
                kind::func_proto: parameters
                kind::var: var_details
                kind::datasec: variables
                kind::decl_tag: tag_details
                kind::enum64: enumerators64
        instances:
          kind:
            value: (info >> 24) & 0x1f
            enum: kind
          kind_number:
            value: (info >> 24) & 0x1f
          vlen:
            value: info & 0xffff
          kind_flag:
            value: info >> 31
          is_modifier:
            value: kind_number >= 8 and kind_number <= 11 or kind_number == 18
            doc: Typedef, volatile, const, restrict, type tag.
          is_composite:
            value: kind_number == 4 or kind_number == 5
          is_sized:
            value: >-
              kind_number == 1 or kind_number == 2 or is_composite or kind_number == 6
              or kind_number == 16 or kind_number == 19
            doc: A type of known size by itself; a pointer counts as one.
          is_data_type:
            value: kind_number < 12 or kind_number == 13 or kind_number == 16 or kind_number >= 18
            doc: Not a function, variable, section or declaration tag, which are no types of C.
          has_type:
            value: kind_number == 2 or is_modifier or kind_number >= 12 and kind_number <= 14 or kind_number == 17
            doc: The third word is an id.
          count_of_types:
            value: '_root.body.is_split ? 0 : _parent.items.size'
            doc: Ids up to here can be followed; in split BTF none, as it is not known where they start.
          next:
            value: >-
              is_modifier ? (size_or_type <= count_of_types ? size_or_type : 0)
              : kind == kind::array ? (details.as<array_details>.element_type <= count_of_types
              ? details.as<array_details>.element_type : 0)
              : id
            doc: |
              What a modifier or an array is made of; any other type is its own end. Five times the
              double way leads 32 steps on, which is where kernel and libbpf give up.
          next_2:
            value: 'next == 0 or next == id ? next : _parent.items[next - 1].next'
          next_4:
            value: 'next_2 == 0 or next_2 == next ? next_2 : _parent.items[next_2 - 1].next_2'
          next_8:
            value: 'next_4 == 0 or next_4 == next_2 ? next_4 : _parent.items[next_4 - 1].next_4'
          next_16:
            value: 'next_8 == 0 or next_8 == next_4 ? next_8 : _parent.items[next_8 - 1].next_8'
          end:
            value: 'next_16 == 0 or next_16 == next_8 ? next_16 : _parent.items[next_16 - 1].next_16'
            doc: Id of the type without modifiers and arrays, 0 for void.
          end_is_own:
            value: end > 0 and end <= count_of_types
          elements:
            value: >-
              kind != kind::array ? 1 : details.as<array_details>.nelems > 0x7fffffff ? 0x80000000
              : details.as<array_details>.nelems
            doc: The products below stop at 2 to the 31st, so that nothing overflows.
          elements_2:
            value: >-
              next == 0 or next == id ? elements
              : elements * _parent.items[next - 1].elements > 0x7fffffff ? 0x80000000
              : elements * _parent.items[next - 1].elements
          elements_4:
            value: >-
              next_2 == 0 or next_2 == next ? elements_2
              : elements_2 * _parent.items[next_2 - 1].elements_2 > 0x7fffffff ? 0x80000000
              : elements_2 * _parent.items[next_2 - 1].elements_2
          elements_8:
            value: >-
              next_4 == 0 or next_4 == next_2 ? elements_4
              : elements_4 * _parent.items[next_4 - 1].elements_4 > 0x7fffffff ? 0x80000000
              : elements_4 * _parent.items[next_4 - 1].elements_4
          own_size:
            value: 'kind == kind::ptr ? 4 : is_sized ? size_or_type : 0'
            doc: Bytes; of a pointer those that it has at least, as BTF does not say how wide one is.
          has_value_size:
            value: 'end_is_own ? _parent.items[end - 1].is_sized : false'
          value_size:
            value: 'has_value_size ? elements_8 * _parent.items[end - 1].own_size : 0'
            doc: Bytes of a value of this type, through modifiers and arrays.
          pointee:
            value: >-
              kind == kind::ptr or kind == kind::func_proto ? (size_or_type == 0
              or size_or_type > count_of_types ? 0 : _parent.items[size_or_type - 1].end) : id
            doc: As `next`, through one pointer or to what a function returns.
          pointee_2:
            value: 'pointee == 0 or pointee == id ? pointee : _parent.items[pointee - 1].pointee'
          pointee_4:
            value: 'pointee_2 == 0 or pointee_2 == pointee ? pointee_2 : _parent.items[pointee_2 - 1].pointee_2'
          pointee_8:
            value: 'pointee_4 == 0 or pointee_4 == pointee_2 ? pointee_4 : _parent.items[pointee_4 - 1].pointee_4'
          pointee_16:
            value: 'pointee_8 == 0 or pointee_8 == pointee_4 ? pointee_8 : _parent.items[pointee_8 - 1].pointee_8'
          pointee_end:
            value: 'pointee_16 == 0 or pointee_16 == pointee_8 ? pointee_16 : _parent.items[pointee_16 - 1].pointee_16'
          target:
            value: >-
              kind != kind::ptr ? id : size_or_type == 0 or size_or_type > count_of_types ? 0
              : _parent.items[size_or_type - 1].end
            doc: As `next`, through one pointer; below, through up to eight.
          target_2:
            value: 'target == 0 or target == id or target > count_of_types ? target : _parent.items[target - 1].target'
          target_4:
            value: 'target_2 == 0 or target_2 == target ? target_2 : _parent.items[target_2 - 1].target_2'
          target_8:
            value: 'target_4 == 0 or target_4 == target_2 ? target_4 : _parent.items[target_4 - 1].target_4'
        -checks:
          - id: dangling-reference
            expr: not has_type or _root.body.is_split or size_or_type <= count_of_types
            at: size_or_type
            message: "type {id} refers to type {size_or_type}, but there are {count_of_types}"
            help: Readers index their table of types with it.
            cwe: 125
          - id: base-reference-exceeds-contract
            expr: >-
              not _root.body.is_split or not has_type
              or size_or_type <= contract.base_types + _parent.items.size
            at: size_or_type
            message: "type {size_or_type}, but base and file have {contract.base_types} + {_parent.items.size}"
            cwe: 125
          - id: base-name-exceeds-contract
            expr: not _root.body.is_split or name_off < contract.base_names + _root.body.str_len
            at: name_off
            message: "name at {name_off}, but base and file have {contract.base_names} + {_root.body.str_len} bytes"
            cwe: 125
          - id: refers-to-no-type
            expr: >-
              not has_type or kind == kind::func or kind == kind::decl_tag or size_or_type == 0
              or size_or_type > count_of_types or _parent.items[size_or_type - 1].is_data_type
            at: size_or_type
            message: "type {id} is made of type {size_or_type}, which is a function, variable, section or tag"
            help: The kernel refuses it; other readers take its size from where it has none.
            cwe: 843
          - id: cyclic-reference
            expr: >-
              end == 0 or end > count_of_types
              or not _parent.items[end - 1].is_modifier and _parent.items[end - 1].kind != kind::array
            at: info
            message: "more than 31 modifiers and arrays from type {id} on, or a ring of them"
            help: No C type refers to itself but by way of a struct or union; readers follow this for ever.
            cwe: 835
          - id: cyclic-pointer
            expr: >-
              pointee_end == 0 or pointee_end > count_of_types
              or _parent.items[pointee_end - 1].kind_number != 2 and _parent.items[pointee_end - 1].kind_number != 13
            at: info
            message: "more than 31 pointers from type {id} on, or a ring of them"
            help: No C type refers to itself but by way of a struct or union; readers follow this for ever.
            cwe: 835
          - id: name-is-empty
            expr: >-
              name_off == 0 or name_off >= _root.body.str_len or _root.body.is_split
              or _root.body.names[name_off] != 0
            at: name_off
            message: "the name of type {id} is empty, but not the empty name at 0"
            cwe: 20
          - id: name-inside-name
            expr: >-
              name_off == 0 or name_off >= _root.body.str_len or _root.body.is_split
              or _root.body.names[name_off - 1] == 0
            at: name_off
            severity: warning
            message: "the name of type {id} begins inside another one"
            help: Permitted, but no producer shares the ends of names; the offset is probably wrong.
            cwe: 20
          - id: name-missing
            expr: >-
              name_off != 0 or kind_number != 1 and kind_number != 7 and kind_number != 8
              and kind_number != 12 and kind_number < 14
              or kind == kind::enum64
            at: name_off
            message: "type {id} of kind {kind_number} has no name"
            help: The kernel refuses it.
            cwe: 20
          - id: name-not-permitted
            expr: >-
              name_off == 0 or kind_number != 2 and kind_number != 3 and kind_number != 9
              and kind_number != 10 and kind_number != 11 and kind_number != 13
            at: name_off
            message: "type {id} of kind {kind_number} has a name"
            help: Pointers, arrays, qualifiers and prototypes have none; the kernel refuses it.
            cwe: 20
          - id: count-of-kind
            expr: >-
              vlen == 0 or is_composite or kind == kind::enum or kind == kind::enum64
              or kind == kind::func_proto or kind == kind::datasec or kind == kind::func and vlen <= 2
            at: info
            message: "count {vlen} in type {id} of kind {kind_number}, which has none"
            help: The kernel refuses it. In a function it is the linkage, 0 to 2.
            cwe: 20
          - id: flag-of-kind
            expr: >-
              kind_flag == 0 or is_composite or kind == kind::enum or kind == kind::enum64
              or kind == kind::fwd or kind == kind::decl_tag or kind == kind::type_tag
            at: info
            message: "flag in type {id} of kind {kind_number}, which has none"
            cwe: 20
          - id: size-of-kind
            expr: >-
              kind == kind::int ? size_or_type == 1 or size_or_type == 2 or size_or_type == 4
              or size_or_type == 8 or size_or_type == 16
              : kind == kind::enum or kind == kind::enum64 ? size_or_type == 1 or size_or_type == 2
              or size_or_type == 4 or size_or_type == 8
              : kind == kind::float ? size_or_type == 2 or size_or_type == 4 or size_or_type == 8
              or size_or_type == 12 or size_or_type == 16
              : kind != kind::array and kind != kind::fwd or size_or_type == 0
            at: size_or_type
            message: "{size_or_type} as size in type {id} of kind {kind_number}"
            help: |
              1, 2, 4, 8 or 16 bytes for integers, up to 8 for enums, 2, 4, 8, 12 or 16 for floats; 0
              for what has no size. Readers divide by it.
            cwe: 369
          - id: function-without-prototype
            expr: >-
              kind != kind::func or _root.body.is_split or size_or_type > count_of_types
              or size_or_type > 0 and _parent.items[size_or_type - 1].kind == kind::func_proto
            at: size_or_type
            message: "function {id} refers to type {size_or_type}, which is no prototype"
            help: Readers take its parameters from behind a record that has none.
            cwe: 843
          - id: returns-no-value
            expr: >-
              kind != kind::func_proto or size_or_type == 0 or size_or_type > count_of_types
              or not _parent.items[size_or_type - 1].end_is_own
              or _parent.items[_parent.items[size_or_type - 1].end - 1].kind != kind::func_proto
            at: size_or_type
            message: "prototype {id} returns a function"
            cwe: 843
          - id: variable-of-void
            expr: kind != kind::var or size_or_type != 0 or details.as<var_details>.linkage == 2
            at: size_or_type
            message: "variable {id}, which is not extern, is of type void"
            help: The kernel refuses it.
            cwe: 843

      int_details:
        seq:
          - id: value
            type: u4
            valid:
              expr: >-
                (_ & 0xf000ff00) == 0 and (_ >> 24 == 0 or _ >> 24 == 1 or _ >> 24 == 2 or _ >> 24 == 4)
                and (_ >> 16 & 0xff) + (_ & 0xff) <= 8 * _parent.size_or_type and (_ & 0xff) > 0
                and (_ & 0xff) <= 128
            doc: |
              Encoding (1 signed, 2 char, 4 bool) in bits 24 to 27, offset in 16 to 23, width in 0 to 7;
              offset and width in bits, and inside the size of the type.

      array_details:
        seq:
          - id: element_type
            type: u4
          - id: index_type
            type: u4
          - id: nelems
            type: u4
        -checks:
          - id: dangling-reference
            expr: >-
              _root.body.is_split or element_type > 0 and index_type > 0
              and element_type <= _parent.count_of_types and index_type <= _parent.count_of_types
            at: element_type
            message: "array of type {element_type}, counted by type {index_type}, but there are 1 to {_parent.count_of_types}"
            cwe: 125
          - id: base-reference-exceeds-contract
            expr: >-
              not _root.body.is_split
              or element_type <= contract.base_types + _root.body.types.items.size
              and index_type <= contract.base_types + _root.body.types.items.size
            at: element_type
            message: "array of type {element_type}, but base and file have {contract.base_types} + {_root.body.types.items.size}"
            cwe: 125
          - id: index-is-no-integer
            expr: >-
              index_type == 0 or index_type > _parent.count_of_types
              or _root.body.types.items[index_type - 1].end_is_own
              and _root.body.types.items[_root.body.types.items[index_type - 1].end - 1].kind == kind::int
            at: index_type
            message: "the array is counted by type {index_type}, which is no integer"
            cwe: 843
          - id: elements-without-size
            expr: >-
              element_type == 0 or element_type > _parent.count_of_types
              or _root.body.types.items[element_type - 1].has_value_size
            at: element_type
            message: "array of type {element_type}, whose values have no size"
            help: Readers compute the size of the array and its alignment with it.
            cwe: 369

      members:
        seq:
          - id: items
            type: member
            repeat: expr
            repeat-expr: _parent.vlen
        -checks:
          - id: members-out-of-order
            expr: _parent.kind != kind::struct or sorted(items, _.bit_offset)
            at: items
            message: "the members' offsets do not ascend"
            help: The kernel refuses it; others compute negative padding.
            cwe: 191
          - id: struct-of-padding
            expr: >-
              _root.body.is_split
              or 8 * _parent.size_or_type <= 2 * sum(items, _.bits) + 8388608
            at: items
            message: "{_parent.size_or_type} bytes of struct {_parent.id}, of which members fill less than half"
            help: bpftool writes a line for every 8 bytes of padding, gigabytes for a struct of 4 GB.
            cwe: 400
          - id: contains-itself
            expr: >-
              not any(items, _.is_wide and any(_.inner.items, _.is_wide and any(_.inner.items, _.is_wide
              and any(_.inner.items, _.is_wide and any(_.inner.items, _.is_wide and any(_.inner.items,
              _.is_wide and any(_.inner.items, _.is_wide and any(_.inner.items, _.is_wide and
              any(_.inner.items, _.is_wide and any(_.inner.items, _.is_wide and any(_.inner.items,
              _.is_wide and any(_.inner.items, _.is_wide and any(_.inner.items, _.is_wide and
              any(_.inner.items, _.is_wide and any(_.inner.items, _.is_wide and any(_.inner.items,
              _.is_wide))))))))))))))))
            at: items
            message: "16 structs of one size, each a member of the one before, or a struct that contains itself"
            help: Readers descend into members without end, until their stack ends.
            cwe: 674

      member:
        seq:
          - id: name_off
            type: u4
            valid:
              max: _parent._parent._parent._parent.last_name
          - id: type
            type: u4
          - id: offset
            type: u4
            doc: In bits; with the flag of the struct, width of a bit field in the highest byte.
        instances:
          record:
            value: _parent._parent
          bit_offset:
            value: 'record.kind_flag == 1 ? offset & 0xffffff : offset'
          bit_width:
            value: 'record.kind_flag == 1 ? offset >> 24 : 0'
          is_own:
            value: type > 0 and type <= record.count_of_types
          has_size:
            value: 'is_own ? _root.body.types.items[type - 1].has_value_size : false'
          bits:
            value: >-
              not has_size ? 0 : bit_width > 0 ? bit_width
              : 8 * _root.body.types.items[type - 1].value_size
          inner_id:
            value: >-
              not has_size ? 0
              : not _root.body.types.items[_root.body.types.items[type - 1].end - 1].is_composite ? 0
              : _root.body.types.items[type - 1].end
            doc: Id of the struct or union that the member is, or is an array of; else 0.
          is_flexible:
            value: inner_id > 0 and bits == 0
            doc: An array without elements, or a struct without bytes.
          is_wide:
            value: 'inner_id == 0 ? false : inner_record.size_or_type >= record.size_or_type'
            doc: |
              A struct as large as the one that it is in. There is no other way to contain itself
              but by an array without elements.
          inner_record:
            value: _root.body.types.items[inner_id - 1]
            if: inner_id > 0
          inner:
            value: inner_record.details.as<members>
            if: inner_id > 0
        -checks:
          - id: dangling-reference
            expr: _root.body.is_split or is_own
            at: type
            message: "member of type {type}, but there are 1 to {record.count_of_types}"
            help: Readers index their table of types with it.
            cwe: 125
          - id: base-reference-exceeds-contract
            expr: >-
              not _root.body.is_split or type <= contract.base_types + _root.body.types.items.size
            at: type
            message: "member of type {type}, but base and file have {contract.base_types} + {_root.body.types.items.size}"
            cwe: 125
          - id: member-without-size
            expr: not is_own or has_size
            at: type
            message: "member of type {type}, whose values have no size"
            cwe: 843
          - id: member-outside-struct
            expr: bit_offset + bits <= 8 * record.size_or_type
            at: offset
            message: "{bits} bits at bit {bit_offset}, but the struct has {record.size_or_type} bytes"
            help: Programs that are fitted to this type read behind the object.
            cwe: 787
          - id: member-offset-in-union
            expr: record.kind == kind::struct or bit_offset == 0
            at: offset
            message: "member of a union at bit {bit_offset}"
            cwe: 787
          - id: contains-itself
            expr: >-
              not is_flexible or inner_id != record.id
              and not any(inner.items, _.inner_id > 0 and (_.inner_id == record.id
              or any(_.inner.items, _.inner_id > 0 and (_.inner_id == record.id
              or any(_.inner.items, _.inner_id > 0 and (_.inner_id == record.id
              or any(_.inner.items, _.inner_id == record.id)))))))
            at: type
            message: "array of structs that contain the struct that it is in"
            help: Readers descend into members without end, until their stack ends.
            cwe: 674
          - id: member-not-at-byte
            expr: >-
              bit_width > 0 or not has_size or bit_offset % 8 == 0 or record.kind_flag == 0
              and _root.body.types.items[_root.body.types.items[type - 1].end - 1].kind == kind::int
            at: offset
            message: "member at bit {bit_offset}, inside a byte"
            cwe: 787
          - id: bit-field-too-wide
            expr: >-
              bit_width == 0 or not has_size
              or bit_width <= 8 * _root.body.types.items[type - 1].value_size
            at: offset
            message: "bit field of {bit_width} bits, more than its type has"
            cwe: 787
          - id: bit-field-of-no-integer
            expr: >-
              bit_width == 0 or not has_size
              or _root.body.types.items[_root.body.types.items[type - 1].end - 1].kind == kind::int
              or _root.body.types.items[_root.body.types.items[type - 1].end - 1].kind == kind::enum
              or _root.body.types.items[_root.body.types.items[type - 1].end - 1].kind == kind::enum64
            at: type
            message: "bit field of type {type}, which is no integer"
            help: Readers take the width of the integer that they expect there.
            cwe: 843

      enumerators:
        seq:
          - id: items
            type: enumerator
            repeat: expr
            repeat-expr: _parent.vlen

      enumerator:
        seq:
          - id: name_off
            type: u4
            valid:
              min: 1
              max: _parent._parent._parent._parent.last_name
          - id: value
            type: s4

      enumerators64:
        seq:
          - id: items
            type: enumerator64
            repeat: expr
            repeat-expr: _parent.vlen

      enumerator64:
        seq:
          - id: name_off
            type: u4
            valid:
              min: 1
              max: _parent._parent._parent._parent.last_name
          - id: value_low
            type: u4
          - id: value_high
            type: u4

      parameters:
        seq:
          - id: items
            type: parameter(_index + 1 == _parent.vlen)
            repeat: expr
            repeat-expr: _parent.vlen
        -checks:
          - id: cyclic-function
            expr: >-
              not any(items, _.takes > 0 and any(_.taken.items, _.takes > 0 and any(_.taken.items,
              _.takes > 0 and any(_.taken.items, _.takes > 0 and any(_.taken.items, _.takes > 0 and
              any(_.taken.items, _.takes > 0 and any(_.taken.items, _.takes > 0 and
              any(_.taken.items, _.takes > 0))))))))
            at: items
            message: "function type {_parent.id} takes functions that take functions, more than 8 deep, or itself"
            help: No C type refers to itself but by way of a struct or union; readers follow this for ever.
            cwe: 674

      parameter:
        params:
          - id: is_last
            type: bool
        seq:
          - id: name_off
            type: u4
            valid:
              max: _parent._parent._parent._parent.last_name
          - id: type
            type: u4
        instances:
          count_of_types:
            value: _parent._parent.count_of_types
          core:
            value: 'type == 0 or type > count_of_types ? 0 : _root.body.types.items[type - 1].end'
          pointed:
            value: 'core == 0 or core > count_of_types ? 0 : _root.body.types.items[core - 1].target_8'
          takes:
            value: >-
              pointed > 0 and pointed <= count_of_types
              and _root.body.types.items[pointed - 1].kind_number == 13 ? pointed : 0
            doc: Id of the function type that this is, through modifiers and pointers, or 0.
          taken:
            value: _root.body.types.items[takes - 1].details.as<parameters>
            if: takes > 0
        -checks:
          - id: dangling-reference
            expr: _root.body.is_split or type <= count_of_types
            at: type
            message: "parameter of type {type}, but there are {count_of_types}"
            help: Readers index their table of types with it.
            cwe: 125
          - id: base-reference-exceeds-contract
            expr: >-
              not _root.body.is_split or type <= contract.base_types + _root.body.types.items.size
            at: type
            message: "parameter of type {type}, but base and file have {contract.base_types} + {_root.body.types.items.size}"
            cwe: 125
          - id: parameter-of-void
            expr: type != 0 or is_last and name_off == 0
            at: type
            message: "a parameter of type void"
            help: Only the last one may be, without name; it stands for `...`.
            cwe: 843
          - id: parameter-without-size
            expr: >-
              type == 0 or type > count_of_types or _root.body.types.items[type - 1].is_data_type
            at: type
            message: "parameter of type {type}, which is a function, variable, section or tag"
            cwe: 843

      var_details:
        seq:
          - id: linkage
            type: u4
            valid:
              max: 2
            doc: Static, global, extern.

      variables:
        seq:
          - id: items
            type: variable
            repeat: expr
            repeat-expr: _parent.vlen
        -checks:
          - id: variables-overlap
            expr: >-
              _parent.size_or_type == 0 or sorted(items, _.offset)
              and not overlaps(items, _.offset, _.offset + _.size)
            at: items
            message: "the variables of the section overlap, or their offsets do not ascend"
            help: The kernel refuses it. The compiler leaves size and offsets 0 for the linker to fill in.
            cwe: 787
          - id: section-is-empty
            expr: items.size > 0
            at: items
            message: "the section has no variables"
            help: The kernel refuses it.
            cwe: 20

      variable:
        seq:
          - id: type
            type: u4
          - id: offset
            type: u4
          - id: size
            type: u4
        instances:
          section_size:
            value: _parent._parent.size_or_type
          count_of_types:
            value: _parent._parent.count_of_types
        -checks:
          - id: dangling-reference
            expr: _root.body.is_split or type > 0 and type <= count_of_types
            at: type
            message: "variable of type {type}, but there are 1 to {count_of_types}"
            help: Readers index their table of types with it.
            cwe: 125
          - id: base-reference-exceeds-contract
            expr: >-
              not _root.body.is_split or type <= contract.base_types + _root.body.types.items.size
            at: type
            message: "variable {type}, but base and file have {contract.base_types} + {_root.body.types.items.size}"
            cwe: 125
          - id: section-of-no-variable
            expr: >-
              type == 0 or type > count_of_types
              or _root.body.types.items[type - 1].kind == kind::var
              or _root.body.types.items[type - 1].kind == kind::func
            at: type
            message: "type {type} in a section is neither variable nor function"
            cwe: 843
          - id: variable-outside-section
            expr: section_size == 0 or offset + size <= section_size
            at: offset
            message: "{size} bytes at {offset}, but the section has {section_size}"
            help: Readers copy the values of the section to there.
            cwe: 787

      tag_details:
        seq:
          - id: component
            type: s4
            valid:
              min: -1
            doc: Member or parameter that the tag is on, from 0 on; -1 for the whole.
        instances:
          target:
            value: _parent.size_or_type
          has_target:
            value: target > 0 and target <= _parent.count_of_types
          target_kind:
            value: 'has_target ? _root.body.types.items[target - 1].kind_number : 0'
        -checks:
          - id: tag-target
            expr: >-
              _root.body.is_split or target > _parent.count_of_types or target_kind == 4
              or target_kind == 5 or target_kind == 8 or target_kind == 12 or target_kind == 14
            message: "tag on type {target} of kind {target_kind}"
            help: Tags are on structs, unions, typedefs, functions and variables.
            cwe: 843
          - id: tag-component
            expr: >-
              component < 0 or target_kind == 0
              or (target_kind == 4 or target_kind == 5)
              and component < _root.body.types.items[target - 1].vlen
              or target_kind == 12 and _root.body.types.items[target - 1].size_or_type > 0
              and _root.body.types.items[target - 1].size_or_type <= _parent.count_of_types
              and component < _root.body.types.items[_root.body.types.items[target - 1].size_or_type - 1].vlen
            at: component
            message: "tag on component {component}, which type {target} does not have"
            help: Readers index the members or parameters with it.
            cwe: 129
