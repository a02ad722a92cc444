meta:
  id: pcap
  title: Packet capture
  file-extension: pcap
  license: Apache-2.0
  ks-version: 0.9
doc: |
  A header, then packets as they were captured, cut at the snapshot length. Either byte order,
  microseconds or nanoseconds.
doc-ref: https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap/
-budget:
  file-size: 268435456
  nodes: 8000000

seq:
  - id: magic
    size: 4
    valid:
      any-of:
        - '[0xd4, 0xc3, 0xb2, 0xa1]'
        - '[0xa1, 0xb2, 0xc3, 0xd4]'
        - '[0x4d, 0x3c, 0xb2, 0xa1]'
        - '[0xa1, 0xb2, 0x3c, 0x4d]'
  - id: capture
    type: capture

types:
  capture:
    meta:
      endian:
        switch-on: _root.magic[0] == 0xa1
        cases:
          true: be
          false: le
    seq:
      - {id: major, type: u2, valid: 2}
      - {id: minor, type: u2, valid: 4}
      - {id: zone, type: s4, -reserved: true}
      - {id: precision, type: u4, -reserved: true}
      - {id: snapshot_length, type: u4, valid: {min: 1, max: 0x40000}}
      - {id: link, type: u4, enum: link}
      - {id: packets, type: packet, repeat: eos}
    types:
      packet:
        seq:
          - {id: seconds, type: u4}
          - {id: fraction, type: u4, valid: {max: 'is_nano ? 999_999_999 : 999_999'}}
          - {id: len_captured, type: u4, valid: {max: _parent.snapshot_length}}
          - {id: len_original, type: u4, valid: {min: len_captured}}
          - id: data
            size: len_captured
            type:
              switch-on: _parent.link
              cases:
                link::ethernet: ethernet
        instances:
          is_nano:
            value: _root.magic[1] == 0x3c or _root.magic[2] == 0x3c

  ethernet:
    meta: {endian: be}
    seq:
      - {id: destination, size: 6}
      - {id: source, size: 6}
      - {id: kind, type: u2}
      - id: payload
        size-eos: true
        type:
          switch-on: kind
          cases:
            0x0800: ipv4
            0x0806: arp

  ipv4:
    meta: {endian: be}
    seq:
      - {id: version, type: b4, valid: 4}
      - {id: num_words, type: b4, valid: {min: 5}}
      - {id: service, type: u1}
      - {id: len_total, type: u2, valid: {min: 4 * num_words}}
      - {id: identification, type: u2}
      - {id: unused, type: b1, valid: false}
      - {id: is_whole, type: b1}
      - {id: has_more, type: b1}
      - {id: at_fragment, type: b13}
      - {id: ttl, type: u1}
      - {id: protocol, type: u1}
      - {id: checksum, type: u2}
      - {id: source, size: 4}
      - {id: destination, size: 4}
      - {id: options, size: 4 * num_words - 20}
      - {id: payload, size: 'len_total - 4 * num_words < _io.size - _io.pos ? len_total - 4 * num_words : _io.size - _io.pos'}
      - {id: trailer, size-eos: true, doc: Padding of short Ethernet frames.}

  arp:
    meta: {endian: be}
    seq:
      - {id: hardware, type: u2}
      - {id: protocol, type: u2}
      - {id: len_hardware, type: u1}
      - {id: len_protocol, type: u1}
      - {id: operation, type: u2}
      - {id: sender_hardware, size: len_hardware}
      - {id: sender, size: len_protocol}
      - {id: target_hardware, size: len_hardware}
      - {id: target, size: len_protocol}
      - {id: trailer, size-eos: true}

enums:
  link:
    0: loopback
    1: ethernet
    101: raw_ip
    113: linux_cooked
