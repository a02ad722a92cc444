meta:
  id: wdac_policy
  title: App Control for Business policy (WDAC, code integrity), binary form
  application: Windows code integrity (ci.dll), ConvertFrom-CIPolicy
  file-extension: cip
  license: Apache-2.0
  ks-version: 0.9
  endian: le
  encoding: UTF-16LE
doc: |
  Which code Windows runs: rules for files, signers that are trusted or not, and scenarios that say
  which of both count for drivers and for programs. The kernel loads it when the machine starts.
  Tables refer to one another by number. What later formats added stands behind what there was, in
  blocks with a number of their own, and repeats the order of the tables of files and signers.

  The layout is not published by its maker. It is what others have read out of files; see the page.
  A signed policy is such a file inside a PKCS #7 message, which has to be taken off before.
doc-ref: docs/formats/wdac_policy.md

-budget:
  file-size: 67108864
  nodes: 20000000
  depth: 16

seq:
  - id: format
    type: u4
    valid:
      min: 1
      max: 8
    doc: The highest block that the file has; blocks begin with 3.
  - id: policy_type
    size: 16
    doc: GUID of what the policy is for; of later ones the policy that it belongs to.
  - id: platform
    size: 16
  - id: options
    type: u4
    valid:
      expr: (_ & 0x80000000) != 0
    doc: A bit for each rule option; bit 31 is always set, bit 30 in a supplemental policy.
  - id: usage_count
    type: u4
  - id: file_rule_count
    type: u4
  - id: signer_count
    type: u4
  - id: scenario_count
    type: u4
  - id: version
    type: u8
    doc: Four numbers of 16 bits, the first in the highest.
  - id: header_size
    type: u4
    valid: 64
    doc: Bytes in front of this field.
  - id: usages
    type: counted_bytes
    repeat: expr
    repeat-expr: usage_count
    doc: Extended key usages, object identifiers that a certificate must have.
  - id: file_rules
    type: file_rule
    repeat: expr
    repeat-expr: file_rule_count
  - id: signers
    type: signer
    repeat: expr
    repeat-expr: signer_count
  - id: update_signers
    type: signer_list
    doc: May sign the next version of the policy.
  - id: ci_signers
    type: signer_list
  - id: scenarios
    type: scenario(_index)
    repeat: expr
    repeat-expr: scenario_count
  - id: hypervisor_options
    type: u4
  - id: setting_count
    type: u4
  - id: settings
    type: setting
    repeat: expr
    repeat-expr: setting_count
  - id: limits
    type: limits
    if: format >= 3
  - id: descriptions
    type: descriptions
    if: format >= 4
  - id: packages
    type: packages
    if: format >= 5
  - id: identity
    type: identity
    if: format >= 6
  - id: paths
    type: paths
    if: format >= 7
  - id: apps
    type: apps
    if: format >= 8
  - id: end_tag
    type: u4
    valid:
      eq: format + 1

enums:
  action:
    0: deny
    1: allow
    2: attribute
  setting_kind:
    0: truth
    1: number
    2: data
    3: text
  root_kind:
    0: digest
    1: well_known
  app_value:
    0: truth
    3: text
    4: texts

types:
  counted_bytes:
    seq:
      - id: len
        type: u4
      - id: data
        size: len
      - id: padding
        size: (4 - len % 4) % 4
        -reserved: true

  text:
    seq:
      - id: len
        type: u4
        valid:
          expr: _ % 2 == 0
        doc: In bytes.
      - id: value
        type: str
        size: len
      - id: padding
        size: (4 - len % 4) % 4
        -reserved: true
      - id: terminator
        type: u4
        -reserved: true
    -checks:
      - id: zero-inside-text
        expr: not contains(value, "\0")
        at: value
        message: "the text has a zero character at its end or inside"
        help: Readers that stop there compare another text than those that go by the length.
        cwe: 158

  file_rule:
    seq:
      - id: action
        type: u4
        enum: action
        valid:
          in-enum: true
        doc: An attribute is no rule by itself; signers refer to it.
      - id: name
        type: text
      - id: minimum_version
        type: u8
      - id: digest
        type: counted_bytes
    -checks:
      - id: digest-size
        expr: >-
          digest.len == 0 or digest.len == 20 or digest.len == 32 or digest.len == 48
          or digest.len == 64
        at: digest
        message: "a digest of {digest.len} bytes"
        help: SHA-1, SHA-256, SHA-384 and SHA-512 have 20, 32, 48 and 64; no other one matches a file.
        cwe: 130

  signer:
    seq:
      - id: root_kind
        type: u4
        enum: root_kind
        valid:
          in-enum: true
      - id: root
        type:
          switch-on: root_kind
          cases:
            root_kind::digest: counted_bytes
            root_kind::well_known: u4
      - id: usage_count
        type: u4
      - id: usages
        type: u4
        repeat: expr
        repeat-expr: usage_count
        valid:
          expr: _ < _root.usage_count
      - id: issuer
        type: text
      - id: publisher
        type: text
      - id: maker
        type: text
        doc: OEM id.
      - id: attribute_count
        type: u4
      - id: attributes
        type: rule_ref(2)
        repeat: expr
        repeat-expr: attribute_count

  rule_ref:
    params:
      - id: wanted
        type: u4
        doc: The action that the rule must have; 3 for any.
    seq:
      - id: rule
        type: u4
        valid:
          expr: _ < _root.file_rule_count
    -checks:
      - id: rule-of-another-kind
        expr: >-
          wanted == 3 or rule >= _root.file_rules.size
          or _root.file_rules[rule].action.to_i == wanted
        at: rule
        message: "file rule {rule} is of action {_root.file_rules[rule].action.to_i}, but one of {wanted} is needed"
        help: |
          Signers have attributes (2), exceptions to allowed signers are denying rules (0), exceptions
          to denied ones allowing rules (1).
        cwe: 843

  signer_ref:
    seq:
      - id: signer
        type: u4
        valid:
          expr: _ < _root.signer_count

  signer_list:
    seq:
      - id: count
        type: u4
      - id: items
        type: signer_ref
        repeat: expr
        repeat-expr: count

  scenario:
    params:
      - id: index
        type: u4
    seq:
      - id: value
        type: u4
        valid:
          max: 255
        doc: 131 drivers, 12 programs.
      - id: inherited_count
        type: u4
      - id: inherited
        type: u4
        repeat: expr
        repeat-expr: inherited_count
        valid:
          expr: _ < _root.scenario_count and _ != index
      - id: least_digest
        type: u4
        valid:
          max: 0xffff
        doc: Number of an algorithm; 0x800c for none.
      - id: product
        type: signer_set
      - id: test
        type: signer_set
      - id: test_signing
        type: signer_set

  signer_set:
    seq:
      - id: allowed_count
        type: u4
      - id: allowed
        type: excepted_signer(0)
        repeat: expr
        repeat-expr: allowed_count
      - id: denied_count
        type: u4
      - id: denied
        type: excepted_signer(1)
        repeat: expr
        repeat-expr: denied_count
      - id: rule_count
        type: u4
      - id: rules
        type: rule_ref(3)
        repeat: expr
        repeat-expr: rule_count

  excepted_signer:
    params:
      - id: exception
        type: u4
        doc: The action of the rules that are exceptions.
    seq:
      - id: signer
        type: u4
        valid:
          expr: _ < _root.signer_count
      - id: exception_count
        type: u4
      - id: exceptions
        type: rule_ref(exception)
        repeat: expr
        repeat-expr: exception_count

  setting:
    seq:
      - id: provider
        type: text
      - id: key
        type: text
      - id: name
        type: text
      - id: kind
        type: u4
        enum: setting_kind
        valid:
          in-enum: true
      - id: value
        type:
          switch-on: kind
          cases:
            setting_kind::truth: truth
            setting_kind::number: u4
            setting_kind::data: counted_bytes
            setting_kind::text: text

  truth:
    seq:
      - id: value
        type: u4
        valid:
          max: 1

  limits:
    doc: Block 3, for each file rule and each signer.
    seq:
      - id: tag
        type: u4
        valid: 3
      - id: rules
        type: rule_limit
        repeat: expr
        repeat-expr: _root.file_rule_count
      - id: signed_after
        type: u8
        repeat: expr
        repeat-expr: _root.signer_count
        doc: In 100 ns since 1601, 0 for no limit.
  rule_limit:
    seq:
      - id: maximum_version
        type: u8
      - id: app_count
        type: u4
      - id: apps
        type: text
        repeat: expr
        repeat-expr: app_count

  descriptions:
    doc: Block 4, for each file rule.
    seq:
      - id: tag
        type: u4
        valid: 4
      - id: rules
        type: rule_description
        repeat: expr
        repeat-expr: _root.file_rule_count
  rule_description:
    seq:
      - id: internal_name
        type: text
      - id: description
        type: text
      - id: product
        type: text

  packages:
    doc: Block 5, for each file rule.
    seq:
      - id: tag
        type: u4
        valid: 5
      - id: rules
        type: rule_package
        repeat: expr
        repeat-expr: _root.file_rule_count
  rule_package:
    seq:
      - id: family
        type: text
      - id: version
        type: u8

  identity:
    doc: Block 6.
    seq:
      - id: tag
        type: u4
        valid: 6
      - id: policy
        size: 16
        doc: GUID of this policy.
      - id: base
        size: 16
        doc: GUID of the policy that it adds to; the same one when it stands by itself.
      - id: supplemental_signers
        type: signer_list
    -checks:
      - id: supplemental-without-base
        expr: ((_root.options & 0x40000000) != 0) == (policy != base)
        at: base
        message: "the options say whether the policy adds to another one, its GUIDs say otherwise"
        help: Loaded as a base policy, a supplemental one denies whatever it does not name.
        cwe: 20

  paths:
    doc: Block 7, for each file rule.
    seq:
      - id: tag
        type: u4
        valid: 7
      - id: rules
        type: text
        repeat: expr
        repeat-expr: _root.file_rule_count

  apps:
    doc: Block 8, settings of applications.
    seq:
      - id: tag
        type: u4
        valid: 8
      - id: count
        type: u4
      - id: items
        type: app
        repeat: expr
        repeat-expr: count
  app:
    seq:
      - id: name
        type: text
      - id: count
        type: u4
      - id: settings
        type: app_setting
        repeat: expr
        repeat-expr: count
  app_setting:
    seq:
      - id: name
        type: text
      - id: kind
        type: u1
        enum: app_value
        valid:
          in-enum: true
      - id: value
        type:
          switch-on: kind
          cases:
            app_value::truth: u1
            app_value::text: text
            app_value::texts: texts
      - id: flags
        type: u4
        doc: Bit 0, policies in audit mode are ignored.
  texts:
    seq:
      - id: count
        type: u4
      - id: items
        type: text
        repeat: expr
        repeat-expr: count
