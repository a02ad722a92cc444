meta:
  id: zip
  title: ZIP archive
  file-extension: zip
  license: Apache-2.0
  ks-version: 0.9
  endian: le
doc: |
  Read from the end, as extractors do: the end record names the directory, each entry of the
  directory names its local file. Strict: no archive comment, no data behind or between the
  parts, names and sizes in both places equal. Two views of one archive that differ are how
  malware passes scanners.
doc-ref: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
-budget:
  file-size: 268435456
  nodes: 4000000

instances:
  end:
    pos: _io.size - 22
    type: end_record
  directory:
    pos: end.ofs_directory
    size: end.len_directory
    type: directory
-checks:
  - id: directory-not-before-end
    expr: end.ofs_directory + end.len_directory == _io.size - 22
    message: "the directory ends at {end.ofs_directory + end.len_directory}, the end record starts at {_io.size - 22}"

types:
  end_record:
    seq:
      - {id: signature, contents: [PK, 5, 6]}
      - {id: disk, type: u2, valid: 0}
      - {id: directory_disk, type: u2, valid: 0}
      - {id: num_here, type: u2}
      - {id: num_entries, type: u2, valid: {eq: num_here}}
      - {id: len_directory, type: u4}
      - {id: ofs_directory, type: u4}
      - {id: len_comment, type: u2, valid: 0}

  directory:
    seq:
      - id: entries
        type: entry
        repeat: expr
        repeat-expr: _root.end.num_entries
        -unique: _.name

  entry:
    seq:
      - {id: signature, contents: [PK, 1, 2]}
      - {id: made_by, type: u2}
      - {id: version, type: u2, valid: {max: 63}}
      - {id: flags, type: flags}
      - {id: method, type: u2, enum: method, valid: {in-enum: true}}
      - {id: time, type: u2}
      - {id: date, type: u2}
      - {id: crc32, type: u4}
      - {id: len_packed, type: u4}
      - {id: len_unpacked, type: u4}
      - {id: len_name, type: u2, valid: {min: 1}}
      - {id: len_extra, type: u2}
      - {id: len_comment, type: u2}
      - {id: disk, type: u2, valid: 0}
      - {id: internal_attributes, type: u2}
      - {id: external_attributes, type: u4}
      - {id: ofs_local, type: u4}
      - {id: name, type: str, size: len_name, encoding: UTF-8}
      - {id: extras, type: extras, size: len_extra}
      - {id: comment, type: str, size: len_comment, encoding: UTF-8}
    instances:
      local:
        io: _root._io
        pos: ofs_local
        type: local_file
    -checks:
      - id: path-leaves-folder
        expr: >-
          name.substring(0, 1) != "/" and name != ".." and not contains("/" + name + "/", "/../")
        message: "{name} leaves the folder that the archive is unpacked in"
        at: name
        help: Extractors that join it to a folder write outside.
        cwe: 22

  local_file:
    seq:
      - {id: signature, contents: [PK, 3, 4]}
      - {id: version, type: u2, valid: {eq: _parent.version}}
      - {id: flags, type: flags}
      - {id: method, type: u2, enum: method, valid: {eq: _parent.method}}
      - {id: time, type: u2, valid: {eq: _parent.time}}
      - {id: date, type: u2, valid: {eq: _parent.date}}
      - {id: crc32, type: u4, valid: {eq: _parent.crc32}}
      - {id: len_packed, type: u4, valid: {eq: _parent.len_packed}}
      - {id: len_unpacked, type: u4, valid: {eq: _parent.len_unpacked}}
      - {id: len_name, type: u2}
      - {id: len_extra, type: u2}
      - {id: name, type: str, size: len_name, encoding: UTF-8, valid: {eq: _parent.name}}
      - {id: extras, type: extras, size: len_extra}
      - {id: data, size: len_packed}
    instances:
      stored_crc32:
        value: crc32
        if: method == method::stored and not flags.is_encrypted
        -checksum:
          algorithm: crc32
          from: start_of(data)
          to: end_of(data)
    -checks:
      - id: stored-size
        expr: method != method::stored or flags.is_encrypted or len_packed == len_unpacked
        message: "stored without compression, but {len_packed} bytes are {len_unpacked} unpacked"
        at: len_unpacked
        cwe: 409

  flags:
    meta: {bit-endian: le}
    seq:
      - {id: is_encrypted, type: b1}
      - {id: level, type: b2}
      - id: has_descriptor
        type: b1
        -reserved: true
        doc: Sizes behind the data; a reader from the front cannot find the end of such data.
      - {id: unused, type: b7, -reserved: true}
      - {id: is_utf8, type: b1}
      - {id: unused_too, type: b4, -reserved: true}

  extras:
    seq:
      - {id: items, type: extra, repeat: eos, -unique: _.kind}
  extra:
    seq:
      - {id: kind, type: u2}
      - {id: len_body, type: u2}
      - {id: body, size: len_body}

enums:
  method:
    0: stored
    8: deflated
