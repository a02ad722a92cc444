meta:
  id: midi
  title: Standard MIDI file
  file-extension: mid
  license: Apache-2.0
  ks-version: 0.9
  encoding: ASCII
  endian: be
doc: |
  A header and tracks of events. Every event of this profile states its status; running status,
  which leaves it out, is refused. Strict: data bytes below 128, tracks that end with an end
  event and nothing behind it.
doc-ref: https://midi.org/standard-midi-files-specification

seq:
  - id: header
    type: header
  - id: tracks
    type: track
    repeat: expr
    repeat-expr: header.num_tracks

types:
  header:
    seq:
      - {id: magic, contents: MThd}
      - {id: len_header, type: u4, valid: 6}
      - {id: format, type: u2, valid: {max: 2}}
      - {id: num_tracks, type: u2, valid: {min: 1}}
      - {id: division, type: u2, valid: {min: 1}}
    -checks:
      - id: too-many-tracks
        expr: format != 0 or num_tracks == 1
        message: "format 0 has one track, not {num_tracks}"
        at: num_tracks

  track:
    seq:
      - {id: magic, contents: MTrk}
      - {id: len_events, type: u4}
      - {id: events, type: events, size: len_events}
  events:
    seq:
      - {id: items, type: event, repeat: eos}
    -checks:
      - id: track-without-end
        expr: count(items) >= 1 and items[items.size - 1].is_end and count(items, _.is_end) == 1
        message: a track has one end event, its last
        help: Players run into the next track, or past the end of the file.
        cwe: 125

  event:
    seq:
      - {id: delay, type: number}
      - id: status
        type: u1
        valid: {min: 0x80}
      - id: body
        type:
          switch-on: 'status >= 0xf0 ? status : status & 0xf0'
          cases:
            0x80: pair
            0x90: pair
            0xa0: pair
            0xb0: pair
            0xc0: single
            0xd0: single
            0xe0: pair
            0xf0: exclusive
            0xf7: exclusive
            0xff: meta_event
    instances:
      is_end:
        value: 'status == 0xff and body.as<meta_event>.kind == 0x2f'

  number:
    doc: Seven bits a byte, the highest first; at most four bytes.
    seq:
      - id: groups
        type: group
        repeat: until
        repeat-until: not _.has_next or _index == 3
    instances:
      value:
        value: >-
          groups[0].bits * (groups.size > 1 ? 128 : 1) * (groups.size > 2 ? 128 : 1) * (groups.size > 3 ? 128 : 1)
          + (groups.size > 1 ? groups[1].bits * (groups.size > 2 ? 128 : 1) * (groups.size > 3 ? 128 : 1) : 0)
          + (groups.size > 2 ? groups[2].bits * (groups.size > 3 ? 128 : 1) : 0)
          + (groups.size > 3 ? groups[3].bits : 0)
    -checks:
      - id: number-too-long
        expr: not groups[groups.size - 1].has_next
        message: a number goes on after four bytes
  group:
    seq:
      - {id: has_next, type: b1}
      - {id: bits, type: b7}

  single:
    seq:
      - {id: value, type: u1, valid: {max: 127}}
  pair:
    seq:
      - {id: first, type: u1, valid: {max: 127}}
      - {id: second, type: u1, valid: {max: 127}}
  exclusive:
    seq:
      - {id: len_data, type: number}
      - {id: data, size: len_data.value}
  meta_event:
    seq:
      - {id: kind, type: u1, valid: {max: 127}}
      - {id: len_data, type: number}
      - id: data
        size: len_data.value
        type:
          switch-on: kind
          cases:
            0x2f: end
            0x51: tempo
            0x58: meter
            0x59: key
  end: {}
  tempo:
    seq:
      - id: microseconds
        type: b24
        valid: {min: 1}
        doc: A quarter note; 0 would divide by zero in a player.
  meter:
    seq:
      - {id: numerator, type: u1, valid: {min: 1}}
      - {id: denominator_power, type: u1, valid: {max: 8}}
      - {id: clocks, type: u1}
      - {id: notes, type: u1, valid: {min: 1}}
  key:
    seq:
      - {id: sharps, type: s1, valid: {min: -7, max: 7}}
      - {id: is_minor, type: u1, valid: {max: 1}}
