meta:
  id: bmp
  title: Windows bitmap
  file-extension: bmp
  license: Apache-2.0
  ks-version: 0.9
  endian: le
doc: |
  A file header, an information header of version 3, 4 or 5, masks, a palette and rows of pixels
  padded to 4 bytes. Sizes and offsets follow from one another, so every one of them is checked.
doc-ref: https://learn.microsoft.com/windows/win32/gdi/bitmap-storage

seq:
  - id: magic
    contents: BM
  - id: len_file
    type: u4
    valid: {eq: _io.size}
  - id: reserved
    type: u4
    -reserved: true
  - id: ofs_pixels
    type: u4
  - id: info
    type: info
  - id: masks
    type: u4
    repeat: expr
    repeat-expr: len_masks / 4
  - id: palette
    type: color
    repeat: expr
    repeat-expr: num_colors
instances:
  pixels:
    pos: ofs_pixels
    size: len_pixels
  len_masks:
    value: 'info.compression == compression::bit_fields and info.len_header == 40 ? 12 : 0'
  num_colors:
    value: 'info.num_colors != 0 ? info.num_colors : info.bits <= 8 ? 1 << info.bits : 0'
  rows:
    value: 'info.height < 0 ? -info.height : info.height'
  len_pixels:
    value: 'info.is_packed ? info.len_pixels : (info.width * info.bits + 31) / 32 * 4 * rows'
-checks:
  - id: pixels-size
    expr: info.len_pixels == 0 or info.len_pixels == len_pixels
    message: "{info.len_pixels} bytes of pixels stated, {len_pixels} follow from width and height"
    cwe: 131
  - id: too-many-colors
    expr: info.bits > 8 or num_colors <= 1 << info.bits
    message: "{num_colors} colors, but {info.bits} bits can select {1 << info.bits}"
    help: Tables of decoders have room for 2 ** bits colors.
    cwe: 787

types:
  info:
    seq:
      - id: len_header
        type: u4
        valid:
          any-of: [40, 108, 124]
      - {id: width, type: s4, valid: {min: 1, max: 0x7fff}}
      - id: height
        type: s4
        valid:
          expr: _ != 0 and _ >= -0x7fff and _ <= 0x7fff
        doc: Negative when the first row is the top one.
      - {id: num_planes, type: u2, valid: 1}
      - id: bits
        type: u2
        valid:
          any-of: [1, 4, 8, 16, 24, 32]
      - id: compression
        type: u4
        enum: compression
        valid: {in-enum: true}
      - {id: len_pixels, type: u4}
      - {id: x_per_meter, type: s4}
      - {id: y_per_meter, type: s4}
      - {id: num_colors, type: u4, valid: {max: 256}}
      - {id: num_important, type: u4}
      - id: extension
        size: len_header - 40
        doc: Masks, color space and profile of versions 4 and 5.
    instances:
      is_packed:
        value: compression == compression::rle8 or compression == compression::rle4
    -checks:
      - id: compression-not-for-depth
        expr: >-
          compression == compression::none or (compression == compression::rle8 and bits == 8)
          or (compression == compression::rle4 and bits == 4)
          or (compression == compression::bit_fields and (bits == 16 or bits == 32))
        message: "compression {compression.to_i} is not for {bits} bits a pixel"
        at: compression
        cwe: 20
  color:
    seq:
      - {id: blue, type: u1}
      - {id: green, type: u1}
      - {id: red, type: u1}
      - {id: unused, type: u1}

enums:
  compression:
    0: none
    1: rle8
    2: rle4
    3: bit_fields
