meta:
  id: alerts
  title: Alerts that a console shows
  endian: le
doc: A list of alerts, each with a kind, a level and a text.
seq:
  - id: magic
    contents: ALRT
  - id: version
    type: u1
    valid: {any-of: [1, 2]}
  - id: num_alerts
    type: u2
    valid: {max: 200}
  - id: alerts
    type: alert
    repeat: expr
    repeat-expr: num_alerts
    -unique: _.id
types:
  alert:
    seq:
      - id: id
        type: u2
      - id: kind
        type: u1
        enum: kind
        valid: {in-enum: true}
      - id: level
        type: u1
        valid: {min: 1, max: 10}
      - id: len_text
        type: u1
      - id: text
        type: str
        size: len_text
        encoding: ASCII
      - id: process
        type: u4
        if: kind == kind::process
enums:
  kind:
    1: file
    2: process
    3: network
