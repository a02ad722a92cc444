meta:
  id: selinux_policy
  title: SELinux kernel policy (policydb)
  application: Linux kernel, libsepol, checkpolicy, secilc, semodule
  license: Apache-2.0
  ks-version: 0.9
  endian: le
  encoding: UTF-8
doc: |
  The binary policy that is written to /sys/fs/selinux/load: symbol tables, access vectors,
  conditionals, transitions, initial contexts, and for every type the attributes that it has.
  Versions 24 to 33 for SELinux (not Xen), with and without MLS; both have the same layout.

  Tables refer to one another by value, from 1 to the `nprim` of the other table. The kernel
  makes arrays of `nprim` entries and fills them from the symbols that follow; an entry that no
  symbol fills stays a null pointer.
doc-ref: docs/formats/selinux_policy.md

-budget:
  file-size: 268435456
  nodes: 50000000
  depth: 16

seq:
  - id: header
    type: header
  - id: policy_capabilities
    type: bitmap(0)
    doc: Switches for the kernel; those that it does not know are ignored with a message.
  - id: permissive_types
    type: bitmap(5)
    doc: Bit number is the value of the type, here without subtracting 1.
  - id: commons
    type: common_table
  - id: classes
    type: class_table
  - id: roles
    type: role_table
  - id: types
    type: type_table
  - id: users
    type: user_table
  - id: booleans
    type: boolean_table
  - id: levels
    type: level_table
  - id: categories
    type: category_table
  - id: num_rules
    type: u4
  - id: rules
    type: rule(false)
    repeat: expr
    repeat-expr: num_rules
  - id: num_conditionals
    type: u4
  - id: conditionals
    type: conditional
    repeat: expr
    repeat-expr: num_conditionals
  - id: num_role_transitions
    type: u4
  - id: role_transitions
    type: role_transition
    repeat: expr
    repeat-expr: num_role_transitions
  - id: num_role_allows
    type: u4
  - id: role_allows
    type: role_allow
    repeat: expr
    repeat-expr: num_role_allows
  - id: num_name_transitions
    type: u4
    if: header.version >= 25
  - id: name_transitions
    type:
      switch-on: header.version >= 33
      cases:
        true: name_transition
        false: name_transition_one
    repeat: expr
    repeat-expr: 'header.version >= 25 ? num_name_transitions : 0'
  - id: initial_sids
    type: initial_sid_list
  - id: file_systems
    type: named_context_list
    doc: File systems without labels; two contexts each.
  - id: ports
    type: port_list
  - id: interfaces
    type: named_context_list
  - id: nodes
    type: node_list
  - id: fs_uses
    type: fs_use_list
  - id: nodes_ipv6
    type: node6_list
  - id: pkeys
    type: pkey_list
    if: header.num_contexts == 9
  - id: endports
    type: endport_list
    if: header.num_contexts == 9
  - id: num_genfs
    type: u4
  - id: genfs
    type: genfs
    repeat: expr
    repeat-expr: num_genfs
    -unique: _.file_system
  - id: num_range_transitions
    type: u4
  - id: range_transitions
    type: range_transition
    repeat: expr
    repeat-expr: num_range_transitions
  - id: type_attributes
    type: bitmap(3)
    repeat: expr
    repeat-expr: types.nprim
    doc: For each type value the attributes that it has, for an attribute the types that have it.

types:
  header:
    seq:
      - id: magic
        contents: [0x8c, 0xff, 0x7c, 0xf9]
      - id: len_target
        type: u4
        valid: 8
      - id: target
        contents: SE Linux
      - id: version
        type: u4
        valid:
          min: 24
          max: 33
      - id: config
        type: u4
        valid:
          any-of: [0, 1, 2, 3, 4, 5]
        doc: 1 is MLS; 2 reject, 4 allow what the kernel knows and the policy does not.
      - id: num_symbols
        type: u4
        valid: 8
      - id: num_contexts
        type: u4
        valid:
          eq: 'version >= 31 ? 9 : 7'
        doc: Kinds of labeled objects; InfiniBand came with version 31.
    instances:
      is_mls:
        value: config & 1 == 1

  bitmap:
    doc: |
      A set of numbers; what they count is said by the parameter: 0 capabilities, 1 users,
      2 roles, 3 types, 4 categories, 5 types without subtracting 1, 6 nothing (must be empty);
      7 roles and 8 types that the kernel looks up, so that each one has to be there.
    params:
      - id: kind
        type: u1
    seq:
      - id: unit
        type: u4
        valid: 64
      - id: high_bit
        type: u4
        valid:
          expr: _ % 64 == 0
      - id: num_nodes
        type: u4
        valid:
          max: high_bit / 64
      - id: nodes
        type: bitmap_node
        repeat: expr
        repeat-expr: num_nodes
        -sorted:
          by: _.start_bit
          order: strict-ascending
    -checks:
      - id: bitmap-end-wrong
        expr: 'high_bit == (nodes.size == 0 ? 0 : nodes.last.start_bit + 64)'
        at: high_bit
        message: "the bitmap ends at {high_bit}, which is not where its last node ends"
        help: Consumers take the end for the size of the set.
        cwe: 131
      - id: bitmap-exceeds-table
        expr: >-
          nodes.size == 0 or kind == 0 and nodes.last.start_bit == 0
          or nodes.last.start_bit < (kind == 1 ? _root.users.nprim
          : kind == 2 or kind == 7 ? _root.roles.nprim
          : kind == 3 or kind == 8 ? _root.types.nprim
          : kind == 4 ? _root.categories.nprim
          : kind == 5 ? _root.types.nprim + 1 : 0)
          and (nodes.last.start_bit + 64 <= (kind == 1 ? _root.users.nprim
          : kind == 2 or kind == 7 ? _root.roles.nprim
          : kind == 3 or kind == 8 ? _root.types.nprim
          : kind == 4 ? _root.categories.nprim : _root.types.nprim + 1)
          or nodes.last.map >> ((kind == 1 ? _root.users.nprim
          : kind == 2 or kind == 7 ? _root.roles.nprim
          : kind == 3 or kind == 8 ? _root.types.nprim
          : kind == 4 ? _root.categories.nprim : _root.types.nprim + 1)
          - nodes.last.start_bit) == 0)
        at: nodes
        message: "the bitmap has a bit that no entry of the table stands for"
        help: The kernel uses the bit as a subscript of an array with one entry per symbol.
        cwe: 129
  bitmap_node:
    seq:
      - id: start_bit
        type: u4
        valid:
          expr: _ % 64 == 0
      - id: map
        type: u8
        valid:
          min: 1
    -checks:
      - id: category-missing
        expr: >-
          _parent.kind != 4 or _root.categories.is_full
          or map == sum(_root.categories.items, _.is_alias == 0 and _.value > start_bit
          and _.value <= start_bit + 64 ? map & 1 << (_.value - 1 - start_bit) : 0)
        at: map
        message: "a level has a category that is declared and not there"
        help: The kernel follows the null pointer in its place when it shows the level.
        cwe: 476
      - id: role-missing
        expr: >-
          _parent.kind != 7 or _root.roles.nprim == _root.roles.nel
          or map == sum(_root.roles.items, _.value > start_bit and _.value <= start_bit + 64
          ? map & 1 << (_.value - 1 - start_bit) : 0)
        at: map
        message: "a user has a role that is declared and not there"
        help: The kernel follows the null pointer in its place when it is asked what a user may be.
        cwe: 476
      - id: type-missing
        expr: >-
          _parent.kind != 8 or _root.types.is_full
          or map == sum(_root.types.items, _.properties & 1 == 1 and _.value > start_bit
          and _.value <= start_bit + 64 ? map & 1 << (_.value - 1 - start_bit) : 0)
        at: map
        message: "a role has a type that is declared and not there"
        help: The kernel follows the null pointer in its place, or stops, when it looks at a context.
        cwe: 476

  permission:
    seq:
      - id: len_name
        type: u4
        valid:
          min: 1
      - id: value
        type: u4
        valid:
          min: 1
          max: 32
      - id: name
        type: str
        size: len_name

  common_table:
    seq:
      - id: nprim
        type: u4
      - id: nel
        type: u4
      - id: items
        type: common(nprim)
        repeat: expr
        repeat-expr: nel
        -unique: _.value
    -checks:
      - id: commons-missing
        expr: nprim == nel
        at: nprim
        message: "{nprim} sets of common permissions are declared, {nel} are there"
        help: The kernel makes an array of the declared number; what is missing is a null pointer.
        cwe: 476
  common:
    params:
      - id: table_size
        type: u4
        doc: What the table declares; values go from 1 to it.
    seq:
      - id: len_name
        type: u4
        valid:
          min: 1
      - id: value
        type: u4
        valid:
          min: 1
          max: table_size
      - id: nprim
        type: u4
        valid:
          min: 1
          max: 32
        doc: Number of permissions that are declared.
      - id: nel
        type: u4
        valid:
          max: 32
        doc: Number of permissions that follow.
      - id: name
        type: str
        size: len_name
      - id: permissions
        type: permission
        repeat: expr
        repeat-expr: nel
        -unique: _.value
    -checks:
      - id: permissions-declared-not-present
        expr: nprim == nel
        at: nprim
        message: "common {name} declares {nprim} permissions and has {nel}"
        help: The kernel makes an array of the declared number; it follows a null pointer at the missing name.
        cwe: 476
      - id: permission-value-out-of-range
        expr: all(permissions, _.value <= nprim)
        at: permissions
        message: "a permission of common {name} has a value above the {nprim} that it declares"
        cwe: 787

  class_table:
    seq:
      - id: nprim
        type: u4
        valid:
          min: 1
          max: 65535
      - id: nel
        type: u4
      - id: items
        type: security_class(nprim)
        repeat: expr
        repeat-expr: nel
        -unique: _.value
    -checks:
      - id: classes-missing
        expr: nprim == nel
        at: nprim
        message: "{nprim} classes are declared, {nel} are there"
        help: The kernel makes an array of the declared number; what is missing is a null pointer.
        cwe: 476
  security_class:
    params:
      - id: table_size
        type: u4
        doc: What the table declares; values go from 1 to it.
    seq:
      - id: len_name
        type: u4
        valid:
          min: 1
      - id: len_common_name
        type: u4
      - id: value
        type: u4
        valid:
          min: 1
          max: table_size
      - id: nprim
        type: u4
        valid:
          max: 32
        doc: Number of permissions that are declared, those of the common set included.
      - id: nel
        type: u4
        valid:
          max: 32
        doc: Number of permissions that follow, without those of the common set.
      - id: num_constraints
        type: u4
      - id: name
        type: str
        size: len_name
      - id: common_name
        type: str
        size: len_common_name
        -refers-to:
          table: _root.commons.items
          key: _.name
        -default: '""'
      - id: permissions
        type: permission
        repeat: expr
        repeat-expr: nel
        -unique: _.value
      - id: constraints
        type: constraint
        repeat: expr
        repeat-expr: num_constraints
      - id: num_transition_constraints
        type: u4
      - id: transition_constraints
        type: constraint
        repeat: expr
        repeat-expr: num_transition_constraints
      - id: default_user
        type: u4
        valid:
          max: 2
        if: _root.header.version >= 27
      - id: default_role
        type: u4
        valid:
          max: 2
        if: _root.header.version >= 27
      - id: default_range
        type: u4
        valid:
          max: '_root.header.version >= 32 ? 7 : 6'
        if: _root.header.version >= 27
      - id: default_type
        type: u4
        valid:
          max: 2
        if: _root.header.version >= 28
    -checks:
      - id: permissions-declared-not-present
        expr: len_common_name > 0 or nprim == nel
        at: nprim
        message: "class {name} declares {nprim} permissions and has {nel}"
        help: The kernel makes an array of the declared number and panics at the missing name.
        cwe: 476
      - id: permissions-declared-not-present
        expr: len_common_name == 0 or nprim == nel + common_name.target.nprim
        at: nprim
        message: "class {name} declares {nprim} permissions and has {nel}, and {common_name.target.nprim} from common {common_name}"
        help: The kernel makes an array of the declared number and panics at the missing name.
        cwe: 476
      - id: permission-value-out-of-range
        expr: all(permissions, _.value <= nprim)
        at: permissions
        message: "a permission of class {name} has a value above the {nprim} that it declares"
        cwe: 787
      - id: permission-value-taken
        expr: len_common_name == 0 or all(permissions, _.value > common_name.target.nprim)
        at: permissions
        message: "a permission of class {name} has the value of one of common {common_name}"
        cwe: 694
      - id: constraint-exceeds-permissions
        expr: nprim >= 32 or all(constraints, _.permissions >> nprim == 0)
        at: constraints
        message: "a constraint of class {name} is about permissions above the {nprim} that it has"
        cwe: 129

  constraint:
    seq:
      - id: permissions
        type: u4
      - id: num_steps
        type: u4
        valid:
          min: 1
      - id: steps
        type: 'constraint_step(_index == 0 ? 0 : steps[_index - 1].depth)'
        repeat: expr
        repeat-expr: num_steps
    -checks:
      - id: expression-unbalanced
        expr: steps.size > 0 and steps.last.depth == 1
        at: steps
        message: "the expression of a constraint leaves not exactly one value"
        help: The kernel evaluates it on a stack of 5 entries.
        cwe: 787
  constraint_step:
    params:
      - id: depth_before
        type: s4
        doc: Values on the stack before this step.
    seq:
      - id: kind
        type: u4
        enum: step_kind
        valid:
          in-enum: true
      - id: attribute
        type: u4
        valid:
          expr: >-
            kind == step_kind::names ? _ == 1 or _ == 2 or _ == 4 or _ == 9 or _ == 10 or _ == 12
            or _ == 17 or _ == 18 or _ == 20
            : kind == step_kind::attribute ? _ == 1 or _ == 2 or _ == 4 or _ == 32 or _ == 64
            or _ == 128 or _ == 256 or _ == 512 or _ == 1024
            : _ == 0
        doc: 1 user, 2 role, 4 type, 8 of the target, 16 of the new object, from 32 on levels.
      - id: operator
        type: u4
        valid:
          expr: >-
            kind == step_kind::names ? _ == 1 or _ == 2
            : kind == step_kind::attribute ? _ >= 1 and _ <= 5 : _ == 0
      - id: names
        type: 'bitmap(attribute & 7 == 4 ? 3 : attribute & 7)'
        if: kind == step_kind::names
      - id: type_names
        type: type_set
        if: kind == step_kind::names and _root.header.version >= 29
    instances:
      depth:
        value: >-
          kind == step_kind::names or kind == step_kind::attribute ? depth_before + 1
          : kind == step_kind::negation ? depth_before : depth_before - 1
        doc: Values on the stack after this step.
    -checks:
      - id: expression-stack-exceeded
        expr: >-
          depth >= 1 and depth <= 5
          and (kind != step_kind::negation or depth_before >= 1)
        message: "the expression needs a value that is not on the stack, or more than 5"
        cwe: 787
    enums:
      step_kind:
        1: negation
        2: conjunction
        3: disjunction
        4: attribute
        5: names
  type_set:
    seq:
      - id: types
        type: bitmap(3)
      - id: negated
        type: bitmap(3)
      - id: flags
        type: u4
        valid:
          max: 2

  role_table:
    seq:
      - id: nprim
        type: u4
        valid:
          min: 1
          max: 65535
      - id: nel
        type: u4
        valid:
          min: 1
          max: nprim
        doc: Attributes of roles have a value and are not written.
      - id: items
        type: role(nprim)
        repeat: expr
        repeat-expr: nel
        -unique: _.value
  role:
    params:
      - id: table_size
        type: u4
        doc: What the table declares; values go from 1 to it.
    seq:
      - id: len_name
        type: u4
        valid:
          min: 1
      - id: value
        type: u4
        valid:
          min: 1
          max: table_size
      - id: bounds
        type: u4
        -refers-to:
          table: _root.roles.items
          key: _.value
        -default: 0
      - id: name
        type: str
        size: len_name
      - id: dominates
        type: bitmap(2)
      - id: types
        type: bitmap(8)
    -checks:
      - id: bounded-by-itself
        expr: bounds != value
        at: bounds
        message: "role {name} is bounded by itself"
        cwe: 835

  type_table:
    seq:
      - id: nprim
        type: u4
        valid:
          min: 1
          max: 65535
      - id: nel
        type: u4
        doc: Aliases are counted too.
      - id: items
        type: 'type_symbol(nprim, _index, _index == 0 ? 0 : items[_index - 1].primaries)'
        repeat: expr
        repeat-expr: nel
        -unique: '_.properties & 1 == 1 ? _.value : 0 - _.index'
    instances:
      is_full:
        value: 'items.size > 0 and items.last.primaries == nprim'
        doc: Every place of the kernel's array is filled, since values are unique.
  type_symbol:
    params:
      - id: table_size
        type: u4
        doc: What the table declares; values go from 1 to it.
      - id: index
        type: u4
      - id: primaries_before
        type: u4
    seq:
      - id: len_name
        type: u4
        valid:
          min: 1
      - id: value
        type: u4
        valid:
          min: 1
          max: table_size
      - id: properties
        type: u4
        valid:
          max: 3
        doc: 1 primary name, 2 attribute; neither is an alias. Only a primary name fills its place.
      - id: bounds
        type: u4
        valid:
          max: table_size
        -refers-to:
          table: _root.types.items
          key: '_.properties & 1 == 1 ? _.value : 0'
        -default: 0
      - id: name
        type: str
        size: len_name
    instances:
      primaries:
        value: 'properties & 1 == 1 ? primaries_before + 1 : primaries_before'
    -checks:
      - id: bounded-by-itself
        expr: bounds != value
        at: bounds
        message: "type {name} is bounded by itself"
        cwe: 835

  user_table:
    seq:
      - id: nprim
        type: u4
        valid:
          min: 1
          max: 65535
      - id: nel
        type: u4
      - id: items
        type: user(nprim)
        repeat: expr
        repeat-expr: nel
        -unique: _.value
    -checks:
      - id: users-missing
        expr: nprim == nel
        at: nprim
        message: "{nprim} users are declared, {nel} are there"
        help: The kernel makes an array of the declared number; what is missing is a null pointer.
        cwe: 476
  user:
    params:
      - id: table_size
        type: u4
        doc: What the table declares; values go from 1 to it.
    seq:
      - id: len_name
        type: u4
        valid:
          min: 1
      - id: value
        type: u4
        valid:
          min: 1
          max: table_size
      - id: bounds
        type: u4
        valid:
          max: table_size
      - id: name
        type: str
        size: len_name
      - id: roles
        type: bitmap(7)
      - id: range
        type: mls_range
      - id: default_level
        type: mls_level
    -checks:
      - id: bounded-by-itself
        expr: bounds != value
        at: bounds
        message: "user {name} is bounded by itself"
        cwe: 835

  boolean_table:
    seq:
      - id: nprim
        type: u4
        valid:
          max: 65535
      - id: nel
        type: u4
      - id: items
        type: boolean(nprim)
        repeat: expr
        repeat-expr: nel
        -unique: _.value
    -checks:
      - id: booleans-missing
        expr: nprim == nel
        at: nprim
        message: "{nprim} booleans are declared, {nel} are there"
        help: The kernel makes an array of the declared number; what is missing is a null pointer.
        cwe: 476
  boolean:
    params:
      - id: table_size
        type: u4
        doc: What the table declares; values go from 1 to it.
    seq:
      - id: value
        type: u4
        valid:
          min: 1
          max: table_size
      - id: state
        type: u4
        valid:
          max: 1
      - id: len_name
        type: u4
        valid:
          min: 1
      - id: name
        type: str
        size: len_name

  level_table:
    seq:
      - id: nprim
        type: u4
        valid:
          max: 65535
      - id: nel
        type: u4
        doc: Aliases are counted; checkpolicy counts them in nprim, too, secilc does not.
      - id: items
        type: level_symbol(_index)
        repeat: expr
        repeat-expr: nel
        -unique: '_.is_alias == 0 ? _.level.sensitivity : 0 - _.index'
    -checks:
      - id: levels-missing
        expr: count(items, _.is_alias == 0) <= nprim and nprim <= nel
        at: nprim
        message: "{nprim} sensitivities are declared, {nel} are there with aliases"
        help: The kernel makes an array of the declared number; what is missing is a null pointer.
        cwe: 476
  level_symbol:
    params:
      - id: index
        type: u4
    seq:
      - id: len_name
        type: u4
        valid:
          min: 1
      - id: is_alias
        type: u4
        valid:
          max: 1
      - id: name
        type: str
        size: len_name
      - id: level
        type: mls_level

  category_table:
    seq:
      - id: nprim
        type: u4
        valid:
          max: 65535
      - id: nel
        type: u4
        doc: Aliases are counted; checkpolicy counts them in nprim, too, secilc does not.
      - id: items
        type: 'category(nprim, _index, _index == 0 ? 0 : items[_index - 1].primaries)'
        repeat: expr
        repeat-expr: nel
        -unique: '_.is_alias == 0 ? _.value : 0 - _.index'
    instances:
      is_full:
        value: 'items.size > 0 and items.last.primaries == nprim'
        doc: Every place of the kernel's array is filled, since values are unique.
    -checks:
      - id: categories-missing
        expr: count(items, _.is_alias == 0) <= nprim and nprim <= nel
        at: nprim
        message: "{nprim} categories are declared, {nel} are there with aliases"
        help: The kernel makes an array of the declared number; what is missing is a null pointer.
        cwe: 476
  category:
    params:
      - id: table_size
        type: u4
        doc: What the table declares; values go from 1 to it.
      - id: index
        type: u4
      - id: primaries_before
        type: u4
    seq:
      - id: len_name
        type: u4
        valid:
          min: 1
      - id: value
        type: u4
        valid:
          min: 1
          max: table_size
      - id: is_alias
        type: u4
        valid:
          max: 1
      - id: name
        type: str
        size: len_name
    instances:
      primaries:
        value: 'is_alias == 0 ? primaries_before + 1 : primaries_before'

  mls_level:
    seq:
      - id: sensitivity
        type: u4
        -refers-to:
          table: _root.levels.items
          key: '_.is_alias == 0 ? _.level.sensitivity : 0'
        -default: 0
      - id: categories
        type: bitmap(4)
    -checks:
      - id: level-out-of-range
        expr: >-
          sensitivity <= _root.levels.nprim
          and (sensitivity >= 1 or not _root.header.is_mls)
        at: sensitivity
        message: "sensitivity {sensitivity}, but there are {_root.levels.nprim}"
        cwe: 129
  mls_range:
    seq:
      - id: num_levels
        type: u4
        valid:
          min: 1
          max: 2
      - id: low
        type: u4
        -refers-to:
          table: _root.levels.items
          key: '_.is_alias == 0 ? _.level.sensitivity : 0'
        -default: 0
      - id: high
        type: u4
        -refers-to:
          table: _root.levels.items
          key: '_.is_alias == 0 ? _.level.sensitivity : 0'
        -default: 0
        if: num_levels == 2
      - id: low_categories
        type: bitmap(4)
      - id: high_categories
        type: bitmap(4)
        if: num_levels == 2
    -checks:
      - id: level-out-of-range
        expr: >-
          low <= _root.levels.nprim and (low >= 1 or not _root.header.is_mls)
        at: low
        message: "sensitivity {low}, but there are {_root.levels.nprim}"
        cwe: 129
      - id: level-out-of-range
        expr: num_levels == 1 or high <= _root.levels.nprim
        at: high
        message: "sensitivity {high}, but there are {_root.levels.nprim}"
        cwe: 129
      - id: range-upside-down
        expr: num_levels == 1 or low <= high
        at: low
        message: "a range from sensitivity {low} to {high}"
        cwe: 1285

  context:
    seq:
      - id: user
        type: u4
        valid:
          min: 1
          max: _root.users.nprim
      - id: role
        type: u4
        valid:
          min: 1
          max: _root.roles.nprim
        -refers-to:
          table: _root.roles.items
          key: _.value
      - id: type
        type: u4
        valid:
          min: 1
          max: _root.types.nprim
        -refers-to:
          table: _root.types.items
          key: '_.properties & 1 == 1 ? _.value : 0'
      - id: range
        type: mls_range

  rule:
    params:
      - id: is_conditional
        type: bool
    seq:
      - id: source
        type: u2
        valid:
          min: 1
          max: _root.types.nprim
      - id: target
        type: u2
        valid:
          min: 1
          max: _root.types.nprim
      - id: tclass
        type: u2
        valid:
          min: 1
          max: _root.classes.nprim
        -refers-to:
          table: _root.classes.items
          key: _.value
      - id: specified
        type: u2
        valid:
          expr: >-
            _ == 1 or _ == 2 or _ == 4 or _ == 0x10 or _ == 0x20 or _ == 0x40
            or _ == 0x100 or _ == 0x200 or _ == 0x400
            or is_conditional and (_ == 0x8001 or _ == 0x8002 or _ == 0x8004
            or _ == 0x8010 or _ == 0x8020 or _ == 0x8040)
        doc: |
          1 allow, 2 auditallow, 4 not dontaudit; 10 type transition, 20 member, 40 change;
          100, 200 and 400 with a table of single operations. In conditionals 8000 says that the
          rule was in force when the policy was written.
      - id: permissions
        type: u4
        if: kind <= 4
      - id: new_type
        type: u4
        valid:
          min: 1
          max: _root.types.nprim
        -refers-to:
          table: _root.types.items
          key: '_.properties & 1 == 1 ? _.value : 0'
        if: kind >= 0x10 and kind <= 0x40
      - id: operations
        type: operations
        if: kind >= 0x100
    instances:
      kind:
        value: specified & 0x7fff
    -checks:
      - id: permissions-not-in-class
        expr: >-
          kind > 2 or tclass.target.nprim >= 32 or permissions >> tclass.target.nprim == 0
        at: permissions
        message: "a rule about permissions above the {tclass.target.nprim} of class {tclass.target.name}"
        cwe: 129
      - id: operations-before-version
        expr: kind < 0x100 or _root.header.version >= 30
        at: specified
        message: "extended permissions in a policy of version {_root.header.version}"
        cwe: 20
  operations:
    seq:
      - id: kind
        type: u1
        valid:
          min: 1
          max: 2
        doc: 1 single operations of one driver, 2 whole drivers.
      - id: driver
        type: u1
      - id: map
        type: u4
        repeat: expr
        repeat-expr: 8

  conditional:
    seq:
      - id: state
        type: u4
        valid:
          max: 1
      - id: num_steps
        type: u4
        valid:
          min: 1
      - id: steps
        type: 'conditional_step(_index == 0 ? 0 : steps[_index - 1].depth)'
        repeat: expr
        repeat-expr: num_steps
      - id: num_then
        type: u4
      - id: then_rules
        type: rule(true)
        repeat: expr
        repeat-expr: num_then
      - id: num_else
        type: u4
      - id: else_rules
        type: rule(true)
        repeat: expr
        repeat-expr: num_else
    -checks:
      - id: expression-unbalanced
        expr: steps.size > 0 and steps.last.depth == 1
        at: steps
        message: "the expression of a conditional leaves not exactly one value"
        help: The kernel evaluates it on a stack of 10 entries.
        cwe: 787
  conditional_step:
    params:
      - id: depth_before
        type: s4
    seq:
      - id: kind
        type: u4
        valid:
          min: 1
          max: 7
        doc: 1 a boolean, 2 not, 3 or, 4 and, 5 xor, 6 equal, 7 not equal.
      - id: boolean
        type: u4
        valid:
          min: 'kind == 1 ? 1 : 0'
          max: 'kind == 1 ? _root.booleans.nprim : 0'
    instances:
      depth:
        value: 'kind == 1 ? depth_before + 1 : kind == 2 ? depth_before : depth_before - 1'
    -checks:
      - id: expression-stack-exceeded
        expr: depth >= 1 and depth <= 10 and (kind != 2 or depth_before >= 1)
        message: "the expression needs a value that is not on the stack, or more than 10"
        cwe: 787

  role_transition:
    seq:
      - id: role
        type: u4
        valid:
          min: 1
          max: _root.roles.nprim
      - id: type
        type: u4
        valid:
          min: 1
          max: _root.types.nprim
      - id: new_role
        type: u4
        valid:
          min: 1
          max: _root.roles.nprim
        -refers-to:
          table: _root.roles.items
          key: _.value
      - id: tclass
        type: u4
        valid:
          min: 1
          max: _root.classes.nprim
        if: _root.header.version >= 26
  role_allow:
    seq:
      - id: role
        type: u4
        valid:
          min: 1
          max: _root.roles.nprim
      - id: new_role
        type: u4
        valid:
          min: 1
          max: _root.roles.nprim

  name_transition_one:
    doc: Up to version 32, one for each source type.
    seq:
      - id: len_name
        type: u4
        valid:
          min: 1
      - id: name
        size: len_name
      - id: source
        type: u4
        valid:
          min: 1
          max: _root.types.nprim
      - id: target
        type: u4
        valid:
          min: 1
          max: _root.types.nprim
      - id: tclass
        type: u4
        valid:
          min: 1
          max: _root.classes.nprim
      - id: new_type
        type: u4
        valid:
          min: 1
          max: _root.types.nprim
        -refers-to:
          table: _root.types.items
          key: '_.properties & 1 == 1 ? _.value : 0'
  name_transition:
    doc: From version 33 on, one for each name, target and class.
    seq:
      - id: len_name
        type: u4
        valid:
          min: 1
      - id: name
        size: len_name
      - id: target
        type: u4
        valid:
          min: 1
          max: _root.types.nprim
      - id: tclass
        type: u4
        valid:
          min: 1
          max: _root.classes.nprim
      - id: num_results
        type: u4
        valid:
          min: 1
      - id: results
        type: name_result
        repeat: expr
        repeat-expr: num_results
        -unique: _.new_type
  name_result:
    seq:
      - id: sources
        type: bitmap(3)
      - id: new_type
        type: u4
        valid:
          min: 1
          max: _root.types.nprim
        -refers-to:
          table: _root.types.items
          key: '_.properties & 1 == 1 ? _.value : 0'

  initial_sid_list:
    seq:
      - id: count
        type: u4
        valid:
          min: 1
      - id: items
        type: initial_sid
        repeat: expr
        repeat-expr: count
        -unique: _.sid
  initial_sid:
    seq:
      - id: sid
        type: u4
        valid:
          min: 1
          max: 255
      - id: context
        type: context
  named_context_list:
    seq:
      - id: count
        type: u4
      - id: items
        type: named_context
        repeat: expr
        repeat-expr: count
        -unique: _.name
  named_context:
    seq:
      - id: len_name
        type: u4
        valid:
          min: 1
      - id: name
        size: len_name
      - id: context
        type: context
      - id: message_context
        type: context
  port_list:
    seq:
      - id: count
        type: u4
      - id: items
        type: port
        repeat: expr
        repeat-expr: count
  port:
    seq:
      - id: protocol
        type: u4
        valid:
          any-of: [6, 17, 33, 132]
        doc: TCP, UDP, DCCP, SCTP.
      - id: low
        type: u4
        valid:
          max: 65535
      - id: high
        type: u4
        valid:
          min: low
          max: 65535
      - id: context
        type: context
  node_list:
    seq:
      - id: count
        type: u4
      - id: items
        type: node
        repeat: expr
        repeat-expr: count
  node:
    seq:
      - id: address
        type: u4be
      - id: mask
        type: u4be
      - id: context
        type: context
  node6_list:
    seq:
      - id: count
        type: u4
      - id: items
        type: node6
        repeat: expr
        repeat-expr: count
  node6:
    seq:
      - id: address
        size: 16
      - id: mask
        size: 16
      - id: context
        type: context
  fs_use_list:
    seq:
      - id: count
        type: u4
      - id: items
        type: fs_use
        repeat: expr
        repeat-expr: count
        -unique: _.file_system
  fs_use:
    seq:
      - id: behavior
        type: u4
        valid:
          min: 1
          max: 6
        doc: 1 extended attributes, 2 transition, 3 task; more are the kernel's own.
      - id: len_file_system
        type: u4
        valid:
          min: 1
      - id: file_system
        size: len_file_system
      - id: context
        type: context
  pkey_list:
    seq:
      - id: count
        type: u4
      - id: items
        type: pkey
        repeat: expr
        repeat-expr: count
  pkey:
    seq:
      - id: subnet_prefix
        type: u8be
      - id: low
        type: u4
        valid:
          max: 65535
      - id: high
        type: u4
        valid:
          min: low
          max: 65535
      - id: context
        type: context
  endport_list:
    seq:
      - id: count
        type: u4
      - id: items
        type: endport
        repeat: expr
        repeat-expr: count
  endport:
    seq:
      - id: len_device
        type: u4
        valid:
          min: 1
          max: 63
      - id: port
        type: u4
        valid:
          min: 1
          max: 255
      - id: device
        size: len_device
      - id: context
        type: context
  genfs:
    seq:
      - id: len_file_system
        type: u4
        valid:
          min: 1
      - id: file_system
        size: len_file_system
      - id: num_paths
        type: u4
      - id: paths
        type: genfs_path
        repeat: expr
        repeat-expr: num_paths
  genfs_path:
    seq:
      - id: len_path
        type: u4
        valid:
          min: 1
      - id: path
        size: len_path
      - id: sclass
        type: u4
        valid:
          max: _root.classes.nprim
        doc: 0 for all classes.
      - id: context
        type: context
  range_transition:
    seq:
      - id: source
        type: u4
        valid:
          min: 1
          max: _root.types.nprim
      - id: target
        type: u4
        valid:
          min: 1
          max: _root.types.nprim
      - id: tclass
        type: u4
        valid:
          min: 1
          max: _root.classes.nprim
      - id: range
        type: mls_range
