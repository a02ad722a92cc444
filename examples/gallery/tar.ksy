meta:
  id: tar
  title: tar archive (ustar and GNU)
  file-extension: tar
  license: Apache-2.0
  ks-version: 0.9
  encoding: UTF-8
doc: |
  Headers and data in blocks of 512 bytes, numbers as octal text. The archive ends with an empty
  block; everything behind it must be zero.
doc-ref: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html

seq:
  - id: members
    type: member
    repeat: until
    repeat-until: _.is_end
  - id: padding
    size-eos: true
    -reserved: true
-checks:
  - id: second-empty-block-missing
    expr: end_of(padding) - start_of(padding) >= 512
    message: the archive ends with one empty block, two are required
    severity: warning

types:
  member:
    seq:
      - id: name
        type: str
        size: 100
        terminator: 0
      - id: header
        type: header
        size: 412
        if: not is_end
      - id: empty
        size: 412
        -reserved: true
        if: is_end
      - id: data
        size: len_data
        if: not is_end
      - id: padding
        size: (512 - len_data % 512) % 512
        if: not is_end
        -reserved: true
    instances:
      is_end:
        value: name == ""
      len_data:
        value: 'is_end or header.kind != "0" and header.kind != "L" and header.kind != "x" and header.kind != "g" ? 0 : header.size'
      path:
        value: 'header.prefix == "" ? name : header.prefix + "/" + name'
        if: not is_end
      sum:
        value: header.checksum.to_i(8) - 256
        if: not is_end
        doc: The checksum field itself counts as eight spaces, 256 in all.
        -checksum:
          algorithm: sum32
          from: start_of(name)
          to: end_of(header)
          zero: [['start_of(header) + 48', 'start_of(header) + 56']]
    -checks:
      - id: path-leaves-folder
        expr: >-
          is_end or (path.substring(0, 1) != "/" and path != ".."
          and not contains("/" + path + "/", "/../"))
        message: "{path} leaves the folder that the archive is unpacked in"
        at: name
        cwe: 22

  header:
    seq:
      - {id: mode, type: str, size: 8, terminator: 0, valid: {expr: _.to_i(8) <= 0o7777}}
      - {id: user, type: str, size: 8, terminator: 0, valid: {expr: _.to_i(8) >= 0}}
      - {id: group, type: str, size: 8, terminator: 0, valid: {expr: _.to_i(8) >= 0}}
      - {id: size_text, type: str, size: 12, terminator: 0}
      - {id: time, type: str, size: 12, terminator: 0, valid: {expr: _.to_i(8) >= 0}}
      - id: checksum
        type: str
        size: 6
        doc: In octal, of the header with spaces in these eight bytes.
      - id: checksum_end
        contents: [0, 0x20]
      - id: kind
        type: str
        size: 1
        valid:
          any-of: ['"0"', '"1"', '"2"', '"3"', '"4"', '"5"', '"6"', '"L"', '"x"', '"g"']
      - {id: link, type: str, size: 100, terminator: 0}
      - id: magic
        type: str
        size: 8
        valid:
          any-of: ['"ustar\u000000"', '"ustar  \u0000"']
      - {id: user_name, type: str, size: 32, terminator: 0}
      - {id: group_name, type: str, size: 32, terminator: 0}
      - {id: device_major, size: 8}
      - {id: device_minor, size: 8}
      - {id: prefix, type: str, size: 155, terminator: 0}
      - {id: unused, size: 12, -reserved: true}
    instances:
      size:
        value: size_text.to_i(8)
    -checks:
      - id: size-of-data
        expr: size >= 0
        at: size_text
        cwe: 20
      - id: link-target-missing
        expr: (kind != "1" and kind != "2") or link != ""
        message: a link without a target
        at: link
