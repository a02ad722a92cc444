meta:
  id: gettext_mo
  title: GNU gettext message catalog
  file-extension: mo
  license: Apache-2.0
  ks-version: 0.9
doc: |
  Two tables of strings, originals and translations, in the byte order that the magic number
  shows. Originals are sorted, since lookup is a binary search, or a hash table.
doc-ref: https://www.gnu.org/software/gettext/manual/html_node/MO-Files.html

seq:
  - id: magic
    size: 4
    valid:
      any-of: ['[0xde, 0x12, 0x04, 0x95]', '[0x95, 0x04, 0x12, 0xde]']
  - id: body
    type: body

types:
  body:
    meta:
      endian:
        switch-on: _root.magic
        cases:
          '[0xde, 0x12, 0x04, 0x95]': le
          '[0x95, 0x04, 0x12, 0xde]': be
    seq:
      - {id: revision, type: u4, valid: 0}
      - {id: num_texts, type: u4}
      - {id: ofs_originals, type: u4}
      - {id: ofs_translations, type: u4}
      - {id: num_buckets, type: u4}
      - {id: ofs_buckets, type: u4}
    instances:
      originals:
        pos: ofs_originals
        type: place
        repeat: expr
        repeat-expr: num_texts
        -sorted: {by: _.text, order: strict-ascending}
      translations:
        pos: ofs_translations
        type: place
        repeat: expr
        repeat-expr: num_texts
      buckets:
        pos: ofs_buckets
        type: u4
        repeat: expr
        repeat-expr: num_buckets
        valid: {max: num_texts}
        if: num_buckets != 0
        doc: Number of an original, from 1; 0 is an empty bucket.
    -checks:
      - id: hash-table-full
        expr: num_buckets == 0 or num_buckets > num_texts
        message: "{num_buckets} buckets for {num_texts} texts: a search for a missing text never ends"
        help: Lookup stops at an empty bucket.
        cwe: 835
    types:
      place:
        seq:
          - {id: len_text, type: u4}
          - {id: ofs_text, type: u4}
        instances:
          text:
            io: _root._io
            pos: ofs_text
            size: len_text
          end:
            io: _root._io
            pos: ofs_text + len_text
            type: u1
            valid: 0
            doc: Texts are used as C strings.
