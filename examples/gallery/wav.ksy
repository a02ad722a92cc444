meta:
  id: wav
  title: RIFF WAVE sound
  file-extension: wav
  license: Apache-2.0
  ks-version: 0.9
  encoding: ASCII
  endian: le
doc: |
  Chunks of a name, a length and a body, padded to an even size. Strict: one format chunk before
  one data chunk, and rates, sizes and alignments of PCM that agree.
doc-ref: https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html

seq:
  - id: magic
    contents: RIFF
  - id: len_body
    type: u4
    valid: {eq: _io.size - 8}
  - id: form
    contents: WAVE
  - id: chunks
    type: chunk(_index)
    repeat: eos
-checks:
  - id: format-missing
    expr: count(chunks, _.name == "fmt ") == 1
    message: "{count(chunks, _.name == \"fmt \")} format chunks, expected one"
  - id: data-missing
    expr: count(chunks, _.name == "data") == 1
    message: "{count(chunks, _.name == \"data\")} data chunks, expected one"
  - id: format-after-data
    expr: >-
      count(chunks, _.name == "fmt ") != 1 or count(chunks, _.name == "data") != 1
      or lookup(chunks, "fmt ", _.name).number < lookup(chunks, "data", _.name).number
    message: the format comes after the data that it describes
    help: A player that streams has to know the format when the data begins.
    cwe: 824
  - id: data-not-whole-frames
    expr: >-
      count(chunks, _.name == "fmt ") != 1 or count(chunks, _.name == "data") != 1
      or lookup(chunks, "fmt ", _.name).body.as<format>.len_block == 0
      or lookup(chunks, "data", _.name).len_body
      % lookup(chunks, "fmt ", _.name).body.as<format>.len_block == 0
    message: the data ends inside a frame
    cwe: 125

types:
  chunk:
    params:
      - {id: number, type: u4}
    seq:
      - {id: name, type: str, size: 4}
      - {id: len_body, type: u4}
      - id: body
        size: len_body
        type:
          switch-on: name
          cases:
            '"fmt "': format
            '"fact"': fact
            '"LIST"': list
      - id: padding
        type: u1
        if: len_body % 2 == 1
        -reserved: true

  format:
    seq:
      - id: tag
        type: u2
        enum: tag
        valid: {in-enum: true}
      - {id: num_channels, type: u2, valid: {min: 1, max: 64}}
      - {id: rate, type: u4, valid: {min: 1}, doc: in frames a second}
      - {id: bytes_per_second, type: u4}
      - {id: len_block, type: u2, valid: {min: 1}}
      - {id: bits, type: u2}
      - id: len_extension
        type: u2
        valid: {eq: _io.size - 18}
        if: not _io.eof
      - id: extension
        size: len_extension
        if: _io.size > 16
    instances:
      is_linear:
        value: tag == tag::pcm or tag == tag::ieee_float
    -checks:
      - id: block-size
        expr: not is_linear or len_block == num_channels * ((bits + 7) / 8)
        message: "a frame of {num_channels} x {bits} bits has not {len_block} bytes"
        at: len_block
        cwe: 131
      - id: byte-rate
        expr: not is_linear or bytes_per_second == rate * len_block
        message: "{bytes_per_second} bytes a second stated, {rate * len_block} follow from the rate"
        at: bytes_per_second
        severity: warning
      - id: bits
        expr: not is_linear or (bits >= 1 and bits <= 64)
        at: bits

  fact:
    seq:
      - {id: num_samples, type: u4}

  list:
    seq:
      - {id: kind, type: str, size: 4}
      - {id: items, type: item, repeat: eos}
  item:
    seq:
      - {id: name, type: str, size: 4}
      - {id: len_value, type: u4}
      - id: value
        type: strz
        size: len_value
        encoding: UTF-8
      - id: padding
        type: u1
        if: len_value % 2 == 1
        -reserved: true

enums:
  tag:
    1: pcm
    2: ms_adpcm
    3: ieee_float
    6: a_law
    7: mu_law
    17: ima_adpcm
    0xfffe: extensible
