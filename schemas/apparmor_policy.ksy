meta:
  id: apparmor_policy
  title: AppArmor policy as the kernel loads it (3.0 ABI)
  application: Linux kernel (security/apparmor), apparmor_parser
  file-extension: bin
  license: Apache-2.0
  ks-version: 0.9
  endian: le
doc: |
  What apparmor_parser writes to the kernel: one section after the other, each a header and one
  profile. A profile is a stream of tagged values. Some have a name in front, and those may be
  missing; the kernel tries the names in a fixed order, takes what fits, and skips nothing. Rules
  are state machines: tables in big-endian order, inside a blob of the little-endian stream.

  The kernel takes the end of a structure without looking at what is in front of it, so that files
  that were cut at certain places load with rules missing. Here every value, every end and every
  byte has to be there.
doc-ref: docs/formats/apparmor_policy.md

-budget:
  file-size: 67108864
  nodes: 40000000
  depth: 64

seq:
  - id: sections
    type: section(_io.pos)
    repeat: eos

-checks:
  - id: policy-is-empty
    expr: sections.size > 0
    message: "the file holds no profile"
    help: A parser that ran over nothing writes such a file; loading it changes nothing.
    cwe: 20

types:
  section:
    params:
      - id: origin
        type: u8
        doc: Where the section starts; the state machines are aligned from here.
    seq:
      - id: version_tag
        contents: [4, 8, 0, version, 0, 2]
      - id: version
        type: u4
        valid:
          expr: (_ & 0x3ff) >= 5 and (_ & 0x3ff) <= 9 and (_ & 0x400) == 0 and _ >> 28 == 0
        doc: |
          From the lowest bit: ABI of the kernel 10 bits, one free, forced complain mode 1, ABI of
          the parser and of the policy 8 each.
      - id: ahead
        type: lookahead(_io.pos)
      - id: namespace
        type: named_text("namespace", 10)
        if: ahead.name == "namespace"
      - id: profile
        type: profile(origin)

  lookahead:
    doc: Takes no bytes; the name of the value that comes next, empty when it has none.
    params:
      - id: start
        type: u8
    instances:
      tag:
        pos: start
        type: u1
        -overlap: true
      label:
        pos: start + 3
        type: str
        terminator: 0
        encoding: ISO-8859-1
        if: tag == 4
        -overlap: true
      name:
        value: 'tag == 4 ? label : ""'

  text:
    doc: A string that ends with a zero byte, which its length counts.
    seq:
      - id: tag
        contents: [5]
      - id: len_value
        type: u2
        valid:
          min: 2
      - id: value
        terminator: 0
    -checks:
      - id: string-length-wrong
        expr: value.length + 1 == len_value
        at: len_value
        message: "the string says {len_value} bytes, but its zero byte is number {value.length + 1}"
        help: The kernel steps over the length and reads up to the zero byte, two different strings.
        cwe: 170

  named_text:
    params:
      - id: expected_name
        type: str
      - id: expected_len
        type: u2
    seq:
      - id: name_tag
        contents: [4]
      - id: len_name
        type: u2
        valid: expected_len
      - id: name
        type: strz
        encoding: ISO-8859-1
        valid: expected_name
      - id: text
        type: text

  word:
    doc: A number of 32 bits without name.
    seq:
      - id: tag
        contents: [2]
      - id: value
        type: u4

  profile:
    params:
      - id: origin
        type: u8
    seq:
      - id: start_tag
        contents: [4, 8, 0, profile, 0, 7]
      - id: name
        type: text
      - id: ahead_of_rename
        type: lookahead(_io.pos)
      - id: rename
        type: named_text("rename", 7)
        if: ahead_of_rename.name == "rename"
      - id: ahead_of_attach
        type: lookahead(_io.pos)
      - id: attach
        type: named_text("attach", 7)
        if: ahead_of_attach.name == "attach"
      - id: ahead_of_xmatch
        type: lookahead(_io.pos)
      - id: xmatch
        type: machine(origin)
        if: ahead_of_xmatch.name == "aadfa"
        doc: Which paths of programs the profile attaches to.
      - id: xmatch_len
        type: word
        if: ahead_of_xmatch.name == "aadfa"
        doc: Number of characters that match surely, by which the better of two profiles is found.
      - id: ahead_of_disconnected
        type: lookahead(_io.pos)
      - id: disconnected
        type: named_text("disconnected", 13)
        if: ahead_of_disconnected.name == "disconnected"
      - id: flags
        type: flags
      - id: ahead_of_path_flags
        type: lookahead(_io.pos)
      - id: path_flags
        type: path_flags
        if: ahead_of_path_flags.name == "path_flags"
      - id: capabilities
        type: capabilities
        doc: The lower 32 of each set.
      - id: ahead_of_caps64
        type: lookahead(_io.pos)
      - id: caps64
        type: caps64
        if: ahead_of_caps64.name == "caps64"
      - id: ahead_of_capsx
        type: lookahead(_io.pos)
      - id: capsx
        type: capsx
        if: ahead_of_capsx.name == "capsx"
      - id: ahead_of_xattrs
        type: lookahead(_io.pos)
      - id: xattrs
        type: xattrs
        if: ahead_of_xattrs.name == "xattrs"
      - id: ahead_of_rlimits
        type: lookahead(_io.pos)
      - id: rlimits
        type: rlimits
        if: ahead_of_rlimits.name == "rlimits"
      - id: ahead_of_secmark
        type: lookahead(_io.pos)
      - id: secmark
        type: secmark
        if: ahead_of_secmark.name == "secmark"
      - id: ahead_of_networks
        type: lookahead(_io.pos)
      - id: networks
        type: networks
        if: ahead_of_networks.name == "net_allowed_af"
      - id: ahead_of_policydb
        type: lookahead(_io.pos)
      - id: policydb
        type: policydb(origin)
        if: ahead_of_policydb.name == "policydb"
      - id: ahead_of_file_rules
        type: lookahead(_io.pos)
      - id: file_rules
        type: machine(origin)
        if: ahead_of_file_rules.name == "aadfa"
      - id: ahead_of_start
        type: lookahead(_io.pos)
      - id: file_start
        type: dfa_start
        if: ahead_of_start.name == "dfa_start"
      - id: ahead_of_xtable
        type: lookahead(_io.pos)
      - id: xtable
        type: xtable
        if: ahead_of_xtable.name == "xtable"
      - id: ahead_of_data
        type: lookahead(_io.pos)
      - id: data
        type: data
        if: ahead_of_data.name == "data"
      - id: end_tag
        contents: [8]
    instances:
      num_targets:
        value: 'ahead_of_xtable.name == "xtable" ? xtable.num_entries : 0'
        doc: The numbers that a rule may use to say where an exec leads.
      num_file_states:
        value: 'ahead_of_file_rules.name == "aadfa" ? file_rules.dfa.accept.num_items : 0'
    -checks:
      - id: profile-renamed
        expr: ahead_of_rename.name != "rename"
        at: rename
        message: "the profile says what it was called before"
        help: >-
          No compiler writes this. Linux up to 6.1 at least frees the text where it lies in the
          loaded policy, and so damages its memory, when the profile is removed or replaced.
        cwe: 590
      - id: exec-target-missing
        expr: >-
          ahead_of_file_rules.name != "aadfa"
          or all(file_rules.dfa.accept.items, (_ >> 10 & 15) < 4 + num_targets
          and (_ >> 24 & 15) < 4 + num_targets)
        at: file_rules
        message: "a rule execs into a profile behind the {num_targets} of the table"
        help: The number indexes the table of the profile's exec targets.
        cwe: 129
      - id: exec-target-missing
        expr: >-
          ahead_of_file_rules.name == "aadfa" or ahead_of_policydb.name != "policydb"
          or not policydb.has_file_class
          or all(policydb.rules.dfa.accept.items, (_ >> 10 & 15) < 4 and (_ >> 24 & 15) < 4)
        at: policydb
        message: "the rules serve for files too, and exec into a profile of a table that is not there"
        help: Without file rules the kernel takes these, if they go on behind the class of files.
        cwe: 129
      - id: start-state-missing
        expr: ahead_of_start.name != "dfa_start" or file_start.state < num_file_states
        at: file_start
        message: "the file rules start in a state that they do not have"
        help: The kernel takes the state as a subscript of the tables.
        cwe: 129
      - id: targets-without-rules
        expr: num_targets == 0 or num_file_states > 0
        at: xtable
        message: "exec targets, but no file rules that could use them"
        help: The file rules got lost; the kernel loads the profile without them.
        cwe: 20

  flags:
    seq:
      - id: start_tag
        contents: [4, 6, 0, flags, 0, 7]
      - id: kind_tag
        contents: [2]
      - id: kind
        type: u4
        valid:
          max: 7
        doc: Bit 0 for a hat, bits 1 and 2 for debugging.
      - id: mode_tag
        contents: [2]
      - id: mode
        type: u4
        enum: mode
        valid:
          in-enum: true
      - id: audit_tag
        contents: [2]
      - id: audit
        type: u4
        valid:
          max: 1
      - id: end_tag
        contents: [8]

  path_flags:
    seq:
      - id: start_tag
        contents: [4, 11, 0, path_flags, 0, 2]
      - id: value
        type: u4
        valid:
          expr: (_ & 0xfffe7fe2) == 0

  capabilities:
    seq:
      - {id: allow, type: word}
      - {id: audit, type: word}
      - {id: quiet, type: word}
      - {id: unused, type: word}

  caps64:
    doc: The upper 32 of each set.
    seq:
      - id: start_tag
        contents: [4, 7, 0, caps64, 0, 7]
      - id: sets
        type: capabilities
      - id: end_tag
        contents: [8]

  capsx:
    seq:
      - id: start_tag
        contents: [4, 6, 0, capsx, 0, 7]
      - {id: low, type: word}
      - {id: high, type: word}
      - id: end_tag
        contents: [8]

  xattrs:
    seq:
      - id: start_tag
        contents: [4, 7, 0, xattrs, 0, 7, 11]
      - id: num_names
        type: u2
      - id: names
        type: text
        repeat: expr
        repeat-expr: num_names
      - id: end_tag
        contents: [12, 8]

  rlimits:
    seq:
      - id: start_tag
        contents: [4, 8, 0, rlimits, 0, 7, 2]
      - id: mask
        type: u4
        valid:
          max: 0xffff
        doc: A bit for each limit that the profile sets.
      - id: array_tag
        contents: [11]
      - id: num_limits
        type: u2
        valid:
          max: 16
      - id: limits
        type: limit(_index)
        repeat: expr
        repeat-expr: num_limits
      - id: end_tag
        contents: [12, 8]
    -checks:
      - id: limit-missing
        expr: mask >> num_limits == 0
        at: mask
        message: "the mask {mask} sets a limit behind the {num_limits} that are there"
        help: The kernel sets that limit to 0, and the program cannot run.
        cwe: 130
      - id: limit-not-set
        expr: all(limits, _.value == 0 or (mask >> _.number & 1) == 1)
        at: mask
        message: "a limit has a value, but its bit in the mask {mask} is not set"
        help: The kernel loads the profile without that limit.
        cwe: 1285

  limit:
    params:
      - id: number
        type: u4
    seq:
      - id: tag
        contents: [3]
      - id: value
        type: u8

  secmark:
    seq:
      - id: start_tag
        contents: [4, 8, 0, secmark, 0, 7, 11]
      - id: num_marks
        type: u2
      - id: marks
        type: mark
        repeat: expr
        repeat-expr: num_marks
      - id: end_tag
        contents: [12, 8]

  mark:
    seq:
      - id: audit_tag
        contents: [0]
      - id: audit
        type: u1
        valid: {max: 1}
      - id: deny_tag
        contents: [0]
      - id: deny
        type: u1
        valid: {max: 1}
      - id: label
        type: text

  networks:
    doc: Socket types by address family, for kernels without state machines for them.
    seq:
      - id: start_tag
        contents: [4, 15, 0, net_allowed_af, 0, 11]
      - id: num_families
        type: u2
      - id: families
        type: family
        repeat: expr
        repeat-expr: num_families
      - id: end_tag
        contents: [12]

  family:
    seq:
      - id: allow_tag
        contents: [1]
      - id: allow
        type: u2
      - id: audit_tag
        contents: [1]
      - id: audit
        type: u2
      - id: quiet_tag
        contents: [1]
      - id: quiet
        type: u2

  policydb:
    doc: All rules that are not about files.
    params:
      - id: origin
        type: u8
    seq:
      - id: start_tag
        contents: [4, 9, 0, policydb, 0, 7]
      - id: rules
        type: machine(origin)
      - id: ahead
        type: lookahead(_io.pos)
      - id: start
        type: policy_start
        if: ahead.name == "start"
      - id: end_tag
        contents: [8]
    instances:
      first_state:
        value: 'ahead.name == "start" ? start.state : 1'
      file_slot:
        value: >-
          (rules.dfa.base.items[first_state] & 0xffffff)
          + (rules.dfa.ahead.id == 5 ? rules.dfa.classes.items[2] : 2)
        if: first_state < rules.dfa.accept.num_items
      has_file_class:
        value: >-
          first_state < rules.dfa.accept.num_items and file_slot < rules.dfa.next.num_items
          and (rules.dfa.base.items[first_state] & 0x80000000) == 0
          and (rules.dfa.check.items[file_slot] == first_state
          ? rules.dfa.next.items[file_slot] : rules.dfa.defaults.items[first_state]) != 0
        doc: Each class of rules starts with its number, that of files is 2.
    -checks:
      - id: start-state-missing
        expr: ahead.name != "start" or start.state < rules.dfa.accept.num_items
        at: start
        message: "the rules start in a state that they do not have"
        help: The kernel takes the state as a subscript of the tables.
        cwe: 129

  policy_start:
    seq:
      - id: start_tag
        contents: [4, 6, 0, start, 0, 2]
      - id: state
        type: u4

  dfa_start:
    seq:
      - id: start_tag
        contents: [4, 10, 0, dfa_start, 0, 2]
      - id: state
        type: u4

  xtable:
    seq:
      - id: start_tag
        contents: [4, 7, 0, xtable, 0, 7, 11]
      - id: num_entries
        type: u2
        valid:
          min: 1
          max: 12
      - id: entries
        type: exec_target
        repeat: expr
        repeat-expr: num_entries
      - id: end_tag
        contents: [12, 8]

  exec_target:
    doc: A profile; behind a colon a namespace, a zero byte and a profile in it.
    seq:
      - id: tag
        contents: [5]
      - id: len_value
        type: u2
        valid:
          min: 2
      - id: value
        terminator: 0
      - id: inner
        terminator: 0
        if: value.length + 1 < len_value
    instances:
      inner_length:
        value: 'value.length + 1 < len_value ? inner.length + 1 : 0'
    -checks:
      - id: string-length-wrong
        expr: value.length + 1 + inner_length == len_value
        at: len_value
        message: "the target says {len_value} bytes, but has {value.length + 1 + inner_length}"
        help: The kernel steps over the length and reads up to the zero byte, two different strings.
        cwe: 170
      - id: exec-target-malformed
        expr: >-
          value.length > 0 and value.first > 0x20 and (inner_length == 0 or value.first == 0x3a)
          and (value.first != 0x3a or value.length > 1)
        at: value
        message: "the target starts with a space, or has a second part without a namespace"
        help: The kernel refuses the whole file.
        cwe: 20

  data:
    doc: Values by name that programs may ask the kernel for.
    seq:
      - id: start_tag
        contents: [4, 5, 0, data, 0, 7]
      - id: entries
        type: data_entry
        repeat: until
        repeat-until: _.tag == 8

  data_entry:
    seq:
      - id: tag
        type: u1
        valid:
          any-of: [5, 8]
      - id: len_key
        type: u2
        if: tag == 5
        valid: {min: 2}
      - id: key
        size: len_key
        if: tag == 5
      - id: blob_tag
        contents: [6]
        if: tag == 5
      - id: len_blob
        type: u4
        if: tag == 5
      - id: blob
        size: len_blob
        if: tag == 5
    -checks:
      - id: terminator-missing
        expr: tag != 5 or key.last == 0
        at: key
        message: "the key has no zero byte at its end"
        help: The kernel refuses the whole file.
        cwe: 170

  machine:
    doc: A state machine as a blob; zero bytes in front align it to 8 from the section's start.
    params:
      - id: origin
        type: u8
    seq:
      - id: start_tag
        contents: [4, 6, 0, aadfa, 0, 6]
      - id: len_blob
        type: u4
        valid:
          min: 24
      - id: padding
        size: len_blob % 8
        -reserved: true
      - id: dfa
        type: dfa
        size: len_blob / 8 * 8
    -checks:
      - id: machine-not-aligned
        expr: (start_of(dfa) - origin) % 8 == 0
        at: len_blob
        message: "the tables start {(start_of(dfa) - origin) % 8} bytes behind a multiple of 8"
        help: Bytes in front were lost or added, or the size of the blob is wrong.
        cwe: 130

  dfa:
    meta:
      endian: be
    doc: |
      Next state of s on a byte c: i = base[s] + c; next[i] where check[i] is s, else default[s].
    seq:
      - id: magic
        contents: [0x1b, 0x5e, 0x78, 0x3d]
      - id: len_header
        type: u4
        valid: 24
      - id: len_all
        type: u4
        valid:
          eq: _io.size
      - id: flags
        type: u2
        valid:
          max: 3
        doc: Bit 0 for differential encoding, bit 1 for transitions out of band.
      - id: producer
        contents: [notflex, 0, 0, 0]
      - id: accept
        type: table32(1, 0)
        doc: What a match in this state permits; in file rules also where an exec leads.
      - id: accept2
        type: table32(7, accept.num_items)
        doc: What of it is audited and what is kept quiet.
      - id: ahead
        type: table_ahead(_io.pos)
      - id: classes
        type: table8
        if: ahead.id == 5
        doc: The class of each byte, when bytes that behave alike were merged.
      - id: base
        type: base_table(flags, accept.num_items)
      - id: defaults
        type: table16(4, accept.num_items, accept.num_items)
      - id: next
        type: table16(8, 0, accept.num_items)
      - id: check
        type: check_table
      - id: chains
        type: chain(_index, 0, base, defaults)
        repeat: expr
        repeat-expr: (flags & 1) * accept.num_items
        doc: Takes no bytes. Where states that differ from one with a higher number end.
    -checks:
      - id: machine-without-start
        expr: accept.num_items >= 2
        at: accept
        message: "the machine has {accept.num_items} states, at least 2 are needed"
        help: State 0 means no match, state 1 is where every search starts.
        cwe: 129
      - id: dead-state-not-dead
        expr: >-
          accept.items.first == 0 and accept2.items.first == 0 and base.items.first == 0
          and defaults.items.first == 0
        at: accept
        message: "state 0 accepts, or leads elsewhere"
        help: State 0 means that nothing matched; what it accepts is granted to everything.
        cwe: 1285
      - id: transition-outside-table
        expr: all(base.items, (_ & 0xffffff) + 255 < next.num_items)
        at: base
        message: "a base is so high that a byte leads behind the {next.num_items} transitions"
        help: The kernel adds any byte to the base and takes the sum as a subscript.
        cwe: 125
      - id: transitions-left-over
        expr: any(base.items, (_ & 0xffffff) + 256 == next.num_items)
        at: next
        message: "no base reaches the last of the {next.num_items} transitions"
        help: The tables of two machines were mixed, or a base was lowered.
        cwe: 1285

  chain:
    doc: |
      The way from a state over its defaults, as long as states differ from them. A ring has a step
      to a higher number, so that only such states need to be followed.
    params:
      - id: state
        type: u4
      - id: steps
        type: u4
      - id: base
        type: base_table
      - id: defaults
        type: table16
    seq:
      - id: next
        type: chain(defaults.items[state], steps + 1, base, defaults)
        if: >-
          (base.items[state] & 0x80000000) != 0 and steps < 16
          and (steps > 0 or defaults.items[state] >= state)
    -checks:
      - id: cyclic-reference
        expr: steps < 16
        message: "state {state} differs from its default, and that again, for 16 steps"
        help: The kernel follows the defaults until a state does not differ; in a ring it never ends.
        cwe: 835

  table_ahead:
    params:
      - id: start
        type: u8
    instances:
      id:
        pos: start
        type: u2be
        -overlap: true

  table32:
    params:
      - id: expected_id
        type: u2
      - id: expected_items
        type: u4
        doc: 0 when any number is right.
    seq:
      - id: id
        type: u2be
        valid: expected_id
      - id: width
        type: u2be
        valid: 4
      - id: rows
        type: u4be
        -reserved: true
      - id: num_items
        type: u4be
        valid:
          expr: _ > 0 and _ <= 65536 and (expected_items == 0 or _ == expected_items)
      - id: items
        type: u4be
        repeat: expr
        repeat-expr: num_items
      - id: padding
        size: (num_items + 1) % 2 * 4
        -reserved: true

  base_table:
    params:
      - id: flags
        type: u2
      - id: num_states
        type: u4
    seq:
      - id: id
        type: u2be
        valid: 2
      - id: width
        type: u2be
        valid: 4
      - id: rows
        type: u4be
        -reserved: true
      - id: num_items
        type: u4be
        valid: num_states
      - id: items
        type: u4be
        repeat: expr
        repeat-expr: num_items
        valid:
          expr: >-
            (_ & 0x5f000000) == 0 and ((_ & 0x80000000) == 0 or (flags & 1) == 1)
            and ((_ & 0x20000000) == 0 or (flags & 2) == 2)
        doc: The highest bit says that the state stores only how it differs from its default.
      - id: padding
        size: (num_items + 1) % 2 * 4
        -reserved: true

  table16:
    params:
      - id: expected_id
        type: u2
      - id: expected_items
        type: u4
      - id: num_states
        type: u4
    seq:
      - id: id
        type: u2be
        valid: expected_id
      - id: width
        type: u2be
        valid: 2
      - id: rows
        type: u4be
        -reserved: true
      - id: num_items
        type: u4be
        valid:
          expr: _ > 0 and (expected_items == 0 or _ == expected_items)
      - id: items
        type: u2be
        repeat: expr
        repeat-expr: num_items
        valid:
          expr: _ < num_states
      - id: padding
        size: (8 - (12 + num_items * 2) % 8) % 8
        -reserved: true

  check_table:
    seq:
      - id: id
        type: u2be
        valid: 3
      - id: width
        type: u2be
        valid: 2
      - id: rows
        type: u4be
        -reserved: true
      - id: num_items
        type: u4be
        valid: _parent.next.num_items
      - id: items
        type: u2be
        repeat: expr
        repeat-expr: num_items
        valid:
          expr: >-
            _ < _parent.accept.num_items
            and (_ == 0 ? _parent.next.items[_index] == 0
            : _index - (_parent.base.items[_] & 0xffffff) >= 0
            and _index - (_parent.base.items[_] & 0xffffff) <= 255)
        doc: The state that owns this transition; it must lie where that state can reach it.
      - id: padding
        size: (8 - (12 + num_items * 2) % 8) % 8
        -reserved: true

  table8:
    seq:
      - id: id
        type: u2be
        valid: 5
      - id: width
        type: u2be
        valid: 1
      - id: rows
        type: u4be
        -reserved: true
      - id: num_items
        type: u4be
        valid: 256
      - id: items
        type: u1
        repeat: expr
        repeat-expr: num_items
      - id: padding
        size: 4
        -reserved: true

enums:
  mode:
    0: enforce
    1: complain
    2: kill
    3: unconfined
