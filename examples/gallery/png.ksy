meta:
  id: png
  title: PNG image
  file-extension: png
  license: Apache-2.0
  ks-version: 0.9
  encoding: ASCII
  endian: be
doc: |
  A signature, then chunks: length, name, body, CRC-32 of name and body. Strict: chunks in an
  order that the specification permits, sizes that follow from the header, no byte left over.
  What the compressed pixels say is not looked at.
doc-ref: https://www.w3.org/TR/png-3/
-budget:
  file-size: 268435456
  nodes: 2000000

seq:
  - id: signature
    contents: [0x89, PNG, 0x0d, 0x0a, 0x1a, 0x0a]
    doc: The line ends and 1a show at once when a file went through a text mode.
  - id: chunks
    type: chunk
    repeat: until
    repeat-until: _.name == "IEND"
instances:
  has_header:
    value: chunks[0].name == "IHDR"
  header:
    value: chunks[0].body.as<image_header>
    if: has_header
-checks:
  - id: header-not-first
    expr: has_header and count(chunks, _.name == "IHDR") == 1
    message: "IHDR must come first, and once"
    at: chunks
    cwe: 20
  - id: no-image-data
    expr: any(chunks, _.name == "IDAT")
    message: there is no IDAT chunk
  - id: palette-missing
    expr: not has_header or header.color != color::palette or any(chunks, _.name == "PLTE")
    message: color type 3 needs a PLTE chunk
    help: A decoder that looks up pixels in a palette it never read uses whatever is in memory.
    cwe: 824
  - id: palette-not-wanted
    expr: >-
      not has_header or header.color == color::palette or header.color == color::rgb
      or header.color == color::rgb_alpha or not any(chunks, _.name == "PLTE")
    message: a gray image has no PLTE chunk
  - id: chunk-repeated
    expr: >-
      count(chunks, _.name == "PLTE") <= 1 and count(chunks, _.name == "gAMA") <= 1
      and count(chunks, _.name == "pHYs") <= 1 and count(chunks, _.name == "tIME") <= 1
      and count(chunks, _.name == "tRNS") <= 1
    message: a chunk that may occur once occurs again

types:
  chunk:
    seq:
      - id: len_body
        type: u4
        valid: {max: 0x7fffffff}
        doc: In bytes, without name and CRC.
      - id: name
        type: str
        size: 4
        doc: Case of the letters says whether a decoder may skip the chunk.
      - id: body
        size: len_body
        type:
          switch-on: name
          cases:
            '"IHDR"': image_header
            '"PLTE"': palette
            '"gAMA"': gamma
            '"pHYs"': pixel_size
            '"tIME"': time
            '"tEXt"': text
            '"zTXt"': compressed_text
            '"IEND"': nothing
      - id: crc
        type: u4
        -checksum:
          algorithm: crc32
          from: start_of(name)
          to: end_of(body)
    -checks:
      - id: chunk-unknown-but-critical
        expr: >-
          name.substring(0, 1) >= "a" or contains("IHDR PLTE IDAT IEND", name)
        message: "{name} is critical, and no decoder knows it"
        at: name

  image_header:
    seq:
      - id: width
        type: u4
        valid: {min: 1, max: 0x7fffffff}
      - id: height
        type: u4
        valid: {min: 1, max: 0x7fffffff}
      - id: bit_depth
        type: u1
        valid:
          any-of: [1, 2, 4, 8, 16]
      - id: color
        type: u1
        enum: color
        valid: {in-enum: true}
      - id: compression
        type: u1
        valid: 0
      - id: filter
        type: u1
        valid: 0
      - id: interlace
        type: u1
        valid: {max: 1}
    -checks:
      - id: depth-not-for-color
        expr: >-
          color == color::gray or bit_depth == 8 or (bit_depth < 8 and color == color::palette)
          or (bit_depth == 16 and color != color::palette)
        message: "{bit_depth} bits a sample are not permitted with color type {color.to_i}"
        at: bit_depth
        cwe: 787

  palette:
    seq:
      - id: entries
        type: rgb
        repeat: eos
    -checks:
      - id: palette-size
        expr: count(entries) >= 1 and count(entries) <= 256
        message: "{count(entries)} palette entries, but 1 to 256 are permitted"
        cwe: 787
  rgb:
    seq:
      - {id: red, type: u1}
      - {id: green, type: u1}
      - {id: blue, type: u1}

  gamma:
    seq:
      - id: gamma
        type: u4
        valid: {min: 1}
        doc: Times 100,000.

  pixel_size:
    seq:
      - {id: x, type: u4}
      - {id: y, type: u4}
      - id: unit
        type: u1
        valid: {max: 1}

  time:
    seq:
      - {id: year, type: u2}
      - {id: month, type: u1, valid: {min: 1, max: 12}}
      - {id: day, type: u1, valid: {min: 1, max: 31}}
      - {id: hour, type: u1, valid: {max: 23}}
      - {id: minute, type: u1, valid: {max: 59}}
      - {id: second, type: u1, valid: {max: 60}}

  text:
    seq:
      - id: keyword
        type: strz
        encoding: ISO-8859-1
        valid:
          expr: _.length >= 1 and _.length <= 79
      - id: value
        type: str
        size-eos: true
        encoding: ISO-8859-1

  compressed_text:
    seq:
      - id: keyword
        type: strz
        encoding: ISO-8859-1
        valid:
          expr: _.length >= 1 and _.length <= 79
      - id: method
        type: u1
        valid: 0
      - id: value
        size-eos: true
        process: zlib

  nothing: {}

enums:
  color:
    0: gray
    2: rgb
    3: palette
    4: gray_alpha
    6: rgb_alpha
