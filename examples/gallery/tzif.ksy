meta:
  id: tzif
  title: Time zone information
  license: Apache-2.0
  ks-version: 0.9
  encoding: ASCII
  endian: be
doc: |
  When a zone changed its offset from UTC: a block with 32-bit times for old readers, one with
  64-bit times, and a rule for the time after. Versions 2 to 4, as /usr/share/zoneinfo has them.
doc-ref: https://www.rfc-editor.org/rfc/rfc9636

seq:
  - {id: old_header, type: header}
  - {id: old, type: 'block(old_header, false)'}
  - {id: header, type: header}
  - {id: block, type: 'block(header, true)'}
  - {id: line_before, contents: "\n"}
  - id: rule
    type: str
    terminator: 0x0a
    doc: As in the TZ variable of POSIX; empty when no rule is known.
-checks:
  - id: versions-differ
    expr: old_header.version == header.version
    message: the two headers have different versions
    at: header

types:
  header:
    seq:
      - {id: magic, contents: TZif}
      - id: version
        type: str
        size: 1
        valid:
          any-of: ['"2"', '"3"', '"4"']
      - {id: unused, size: 15, -reserved: true}
      - {id: num_ut, type: u4}
      - {id: num_standard, type: u4}
      - {id: num_leaps, type: u4}
      - {id: num_times, type: u4}
      - {id: num_kinds, type: u4, valid: {min: 1, max: 255}}
      - {id: len_names, type: u4, valid: {min: 1, max: 256}}
    -checks:
      - id: indicator-count
        expr: (num_ut == 0 or num_ut == num_kinds) and (num_standard == 0 or num_standard == num_kinds)
        message: "{num_ut} and {num_standard} indicators for {num_kinds} kinds"
        help: Readers index the indicators by kind.
        cwe: 129

  block:
    params:
      - {id: counts, type: header}
      - {id: is_wide, type: bool}
    seq:
      - id: times
        type: s8
        repeat: expr
        repeat-expr: counts.num_times
        if: is_wide
        -sorted: {order: strict-ascending}
      - id: short_times
        type: s4
        repeat: expr
        repeat-expr: counts.num_times
        if: not is_wide
        -sorted: {order: strict-ascending}
      - id: kind_of_time
        type: u1
        repeat: expr
        repeat-expr: counts.num_times
        valid: {max: counts.num_kinds - 1}
        doc: Index into kinds; readers use it unchecked.
      - id: kinds
        type: kind(counts.len_names)
        repeat: expr
        repeat-expr: counts.num_kinds
      - {id: names, size: counts.len_names, valid: {expr: _.last == 0}}
      - id: leaps
        type: leap(is_wide)
        repeat: expr
        repeat-expr: counts.num_leaps
      - {id: standard, type: u1, repeat: expr, repeat-expr: counts.num_standard, valid: {max: 1}}
      - {id: ut, type: u1, repeat: expr, repeat-expr: counts.num_ut, valid: {max: 1}}

  kind:
    params:
      - {id: len_names, type: u4}
    seq:
      - id: offset
        type: s4
        valid: {min: -93599, max: 93599}
        doc: In seconds east of UTC; between -26 and 26 hours.
      - {id: is_summer, type: u1, valid: {max: 1}}
      - {id: at_name, type: u1, valid: {max: len_names - 1}}

  leap:
    params:
      - {id: is_wide, type: bool}
    seq:
      - {id: time, type: s8, if: is_wide}
      - {id: short_time, type: s4, if: not is_wide}
      - {id: correction, type: s4}
