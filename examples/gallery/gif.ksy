meta:
  id: gif
  title: GIF image
  file-extension: gif
  license: Apache-2.0
  ks-version: 0.9
  encoding: ASCII
  endian: le
doc: |
  A screen, a palette, then blocks up to the trailer. Data comes in sub-blocks, each with its
  length in front, the last one empty. Strict: frames lie on the screen, every image has a palette.
doc-ref: https://www.w3.org/Graphics/GIF/spec-gif89a.txt

seq:
  - id: signature
    contents: GIF
  - id: version
    type: str
    size: 3
    valid:
      any-of: ['"87a"', '"89a"']
  - id: screen
    type: screen
  - id: palette
    type: rgb
    repeat: expr
    repeat-expr: 2 << screen.palette_bits
    if: screen.has_palette
  - id: blocks
    type: block
    repeat: until
    repeat-until: _.kind == block_kind::trailer
-checks:
  - id: extension-needs-89a
    expr: version == "89a" or not any(blocks, _.kind == block_kind::extension)
    message: GIF87a has no extensions
    severity: warning

types:
  screen:
    seq:
      - {id: width, type: u2, valid: {min: 1}}
      - {id: height, type: u2, valid: {min: 1}}
      - {id: has_palette, type: b1}
      - {id: color_bits, type: b3}
      - {id: is_sorted, type: b1}
      - id: palette_bits
        type: b3
        doc: The palette has 2 ** (this + 1) entries.
      - {id: background, type: u1}
      - {id: aspect, type: u1}

  rgb:
    seq:
      - {id: red, type: u1}
      - {id: green, type: u1}
      - {id: blue, type: u1}

  block:
    seq:
      - id: kind
        type: u1
        enum: block_kind
        valid: {in-enum: true}
      - id: body
        type:
          switch-on: kind
          cases:
            block_kind::image: image
            block_kind::extension: extension

  image:
    seq:
      - {id: left, type: u2}
      - {id: top, type: u2}
      - {id: width, type: u2, valid: {min: 1}}
      - {id: height, type: u2, valid: {min: 1}}
      - {id: has_palette, type: b1}
      - {id: is_interlaced, type: b1}
      - {id: is_sorted, type: b1}
      - {id: unused, type: b2, -reserved: true}
      - {id: palette_bits, type: b3}
      - id: palette
        type: rgb
        repeat: expr
        repeat-expr: 2 << palette_bits
        if: has_palette
      - id: code_bits
        type: u1
        valid: {min: 2, max: 8}
        doc: Initial size of an LZW code; decoders allocate tables from it.
      - id: data
        type: sub_blocks
    -checks:
      - id: frame-outside-screen
        expr: left + width <= _root.screen.width and top + height <= _root.screen.height
        message: "frame reaches to {left + width} x {top + height}, the screen is {_root.screen.width} x {_root.screen.height}"
        help: A decoder that draws into a canvas of the size of the screen writes past its end.
        cwe: 787
      - id: palette-missing
        expr: has_palette or _root.screen.has_palette
        message: there is neither a global nor a local palette

  extension:
    seq:
      - id: label
        type: u1
        enum: label
        valid: {in-enum: true}
      - id: body
        type:
          switch-on: label
          cases:
            label::graphic_control: graphic_control
            label::application: application
            _: sub_blocks

  graphic_control:
    seq:
      - {id: len, type: u1, valid: 4}
      - {id: unused, type: b3, -reserved: true}
      - {id: disposal, type: b3, valid: {max: 3}}
      - {id: waits_for_user, type: b1}
      - {id: has_transparency, type: b1}
      - {id: delay, type: u2, doc: in hundredths of a second}
      - {id: transparent_index, type: u1}
      - {id: end, type: u1, valid: 0}

  application:
    seq:
      - {id: len, type: u1, valid: 11}
      - {id: identifier, type: str, size: 8}
      - {id: authentication, size: 3}
      - {id: data, type: sub_blocks}

  sub_blocks:
    seq:
      - id: parts
        type: sub_block
        repeat: until
        repeat-until: _.len == 0
  sub_block:
    seq:
      - {id: len, type: u1}
      - {id: bytes, size: len}

enums:
  block_kind:
    0x21: extension
    0x2c: image
    0x3b: trailer
  label:
    0x01: plain_text
    0xf9: graphic_control
    0xfe: comment
    0xff: application
