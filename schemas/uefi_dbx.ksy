meta:
  id: uefi_dbx
  title: UEFI signature database (db, dbx, KEK, PK) and its signed updates
  application: UEFI firmware, shim, fwupd, efitools
  file-extension:
    - auth
    - esl
    - bin
  license: Apache-2.0
  ks-version: 0.9
  endian: le
  bit-endian: be
doc: |
  What Secure Boot permits and forbids: lists of signatures, each list of one type. The file is
  either a bare sequence of lists (.esl), or one with a signed header in front as SetVariable()
  wants it (.auth, the dbxupdate files), either of them with the four attribute bytes in front
  that Linux' efivarfs shows.

  The form is decided by bytes that have no valid meaning in the other forms: the attributes are
  below 256, where a list has a GUID and a header a year and a month; a header has its
  certificate type where a list has the size of a signature header, which is always 0.
doc-ref: docs/formats/uefi_dbx.md

-contract:
  max_variable_size:
    type: int
    doc: Bytes that the firmware can store in one authenticated variable.

-budget:
  file-size: 16777216
  nodes: 4000000
  depth: 64

seq:
  - id: attributes
    type: u4
    valid:
      expr: _ == 0x27 or _ == 0x67 or _ == 0x06 and not is_authenticated
    if: has_attributes
    doc: |
      0x27 is non-volatile, boot services, runtime, time-based authenticated; 0x40 is an append.
      0x06 is boot services and runtime alone: what firmware shows to be read, such as dbxDefault.
  - id: authentication
    type: variable_authentication_2
    if: is_authenticated
  - id: lists
    type: signature_list
    repeat: eos

instances:
  first_word:
    pos: 0
    type: u4
    -overlap: true
    if: _io.size >= 4
  has_attributes:
    value: _io.size >= 4 and first_word < 256
  base:
    value: 'has_attributes ? 4 : 0'
    doc: Where the header or the first list starts.
  has_room_for_header:
    value: _io.size >= base + 40
  certificate_word:
    pos: base + 20
    type: u4
    -overlap: true
    if: has_room_for_header
    doc: Revision and type of the certificate, or the header size of the first list.
  certificate_guid:
    pos: base + 24
    size: 16
    -overlap: true
    if: has_room_for_header
  is_authenticated:
    value: >-
      has_room_for_header and (certificate_word == 0x0ef10200 or certificate_guid ==
      [0x9d, 0xd2, 0xaf, 0x4a, 0xdf, 0x68, 0xee, 0x49, 0x8a, 0xa9, 0x34, 0x7d, 0x37, 0x56, 0x65, 0xa7])
    doc: Either mark is enough, so that damage to one of them is reported as such.
  payload_size:
    value: '_io.size - base - (is_authenticated ? 16 + authentication.certificate.length : 0)'
    doc: Bytes of the lists, which the firmware stores.

-checks:
  - id: no-signature-lists
    expr: is_authenticated or lists.size > 0
    message: "the file holds no signature list"
    help: A bare file without a list says nothing; the download or the build failed.
    cwe: 20
  - id: update-deletes-variable
    expr: not is_authenticated or lists.size > 0
    at: authentication
    message: "the update holds no signature list: written without append, it deletes the variable"
    help: The file was cut behind the certificate, or is one like noPK.auth that is meant to delete.
    cwe: 130
  - id: count-exceeds-contract
    expr: payload_size <= contract.max_variable_size
    at: lists
    message: "{payload_size} bytes of lists, but {contract.name} stores {contract.max_variable_size} in a variable"
    help: The firmware refuses the write, or its variable store overflows.
    cwe: 770

enums:
  signature_kind:
    0xc1c41626: sha256
    0x3c5766e8: rsa2048
    0xe2b36190: rsa2048_sha256
    0x826ca512: sha1
    0x67f8444f: rsa2048_sha1
    0xa5c059a1: x509
    0x0b6e5233: sha224
    0xff3e5307: sha384
    0x093e0fae: sha512
    0x3bd2a492: x509_sha256
    0x7076876e: x509_sha384
    0x446dbf63: x509_sha512
    0x57347f87: sm3
    0x60d807e5: x509_sm3
    0x452e8ced: external_management

types:
  variable_authentication_2:
    doc: EFI_VARIABLE_AUTHENTICATION_2.
    seq:
      - id: timestamp
        type: efi_time
      - id: certificate
        type: win_certificate
    -checks:
      - id: update-not-signed
        expr: certificate.length > 24
        at: certificate
        severity: warning
        message: "nobody has signed the update: only firmware in setup mode takes it"
        help: virt-firmware writes such files, for enrolling keys before Secure Boot is switched on.
        cwe: 347

  efi_time:
    doc: |
      Time of the update, in UTC. Firmware refuses one that is not later than the stored one, and
      one whose last five fields are not zero.
    seq:
      - id: year
        type: u2
        valid:
          min: 1900
          max: 9999
      - id: month
        type: u1
        valid:
          min: 1
          max: 12
      - id: day
        type: u1
        valid:
          min: 1
          max: 31
      - id: hour
        type: u1
        valid:
          max: 23
      - id: minute
        type: u1
        valid:
          max: 59
      - id: second
        type: u1
        valid:
          max: 59
      - id: pad1
        type: u1
        -reserved: true
      - id: nanosecond
        type: u4
        -reserved: true
      - id: timezone
        type: s2
        -reserved: true
      - id: daylight
        type: u1
        -reserved: true
      - id: pad2
        type: u1
        -reserved: true
    instances:
      days_in_month:
        value: >-
          month == 2 ? (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) ? 29 : 28)
          : (month == 4 or month == 6 or month == 9 or month == 11 ? 30 : 31)
    -checks:
      - id: day-not-in-month
        expr: day <= days_in_month
        at: day
        message: "day {day} in a month of {days_in_month} days"
        cwe: 20

  win_certificate:
    doc: WIN_CERTIFICATE_UEFI_GUID.
    seq:
      - id: length
        type: u4
        valid:
          min: 24
          max: _root._io.size - _root.base - 16
        doc: Includes the 24 bytes of this header, and is 24 when nobody has signed.
      - id: revision
        type: u2
        valid: 0x0200
      - id: certificate_type
        type: u2
        valid: 0x0ef1
        doc: WIN_CERT_TYPE_EFI_GUID.
      - id: guid
        size: 16
        valid:
          eq: '[0x9d, 0xd2, 0xaf, 0x4a, 0xdf, 0x68, 0xee, 0x49, 0x8a, 0xa9, 0x34, 0x7d, 0x37, 0x56, 0x65, 0xa7]'
        doc: EFI_CERT_TYPE_PKCS7_GUID, the only one that firmware takes here.
      - id: pkcs7
        type: pkcs7
        size: length - 24
        if: length > 24

  pkcs7:
    doc: |
      DER of a PKCS#7 SignedData, or of a ContentInfo around one. Firmware looks for the digest
      algorithm at a fixed place, 13 or 32 bytes after the start, before it parses anything.
    seq:
      - id: outer
        type: der_value
    instances:
      is_wrapped:
        value: >-
          outer.tag == 0x30 and outer.body.as<der_values>.items.size == 2
          and outer.body.as<der_values>.items[0].tag == 0x06
          and outer.body.as<der_values>.items[1].tag == 0xa0
          and outer.body.as<der_values>.items[1].body.as<der_values>.items.size == 1
          and outer.body.as<der_values>.items[1].body.as<der_values>.items[0].tag == 0x30
        doc: Whether a ContentInfo stands around the SignedData.
      parts:
        value: >-
          is_wrapped
          ? outer.body.as<der_values>.items[1].body.as<der_values>.items[0].body.as<der_values>.items
          : outer.body.as<der_values>.items
        if: outer.tag == 0x30
      digest_oid:
        pos: 13
        size: 9
        -overlap: true
        if: _io.size >= 22
      wrapped_digest_oid:
        pos: 32
        size: 9
        -overlap: true
        if: _io.size >= 41
    -checks:
      - id: digest-not-accepted-by-firmware
        expr: >-
          outer.length_form == 0x82 and _io.size >= 41
          and (digest_oid == [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]
          or digest_oid == [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02]
          or digest_oid == [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03]
          or wrapped_digest_oid == [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]
          or wrapped_digest_oid == [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02]
          or wrapped_digest_oid == [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03])
        at: digest_oid
        message: "no SHA-256, SHA-384 or SHA-512 identifier where firmware looks for it"
        help: Sign with -md sha256; firmware answers anything else with EFI_SECURITY_VIOLATION.
        cwe: 347
      - id: not-signed-data
        expr: outer.tag == 0x30
        at: outer
        message: "the outermost value has tag {outer.tag}, not that of a sequence (48)"
        cwe: 20
      - id: signed-data-parts
        expr: >-
          outer.tag != 0x30 or parts.size >= 4 and parts[0].tag == 0x02 and parts[1].tag == 0x31
          and parts[2].tag == 0x30 and parts.last.tag == 0x31
          and parts.last.body.as<der_values>.items.size > 0
        at: outer
        message: "not a version, digests, content, certificates and at least one signer"
        help: PKCS 7, 9.1. Firmware finds no signature and refuses the update.
        cwe: 347

  der_value:
    doc: |
      One ASN.1 value in DER, its constructed contents read to the leaves. Every length is
      explicit and as short as can be, at most 65535.
    seq:
      - id: tag
        type: u1
        valid:
          expr: _ != 0 and (_ & 0x1f) != 0x1f
        doc: 0 ends indefinite lengths, 1f starts a tag of several bytes; certificates have neither.
      - id: length_form
        type: u1
        valid:
          expr: _ < 0x80 or _ == 0x81 or _ == 0x82
      - id: length_1
        type: u1
        valid:
          min: 128
        if: length_form == 0x81
      - id: length_2
        type: u2be
        valid:
          min: 256
        if: length_form == 0x82
      - id: body
        size: length
        type:
          switch-on: tag & 0x20
          cases:
            0x20: der_values
    instances:
      length:
        value: 'length_form == 0x82 ? length_2 : length_form == 0x81 ? length_1 : length_form & 0x7f'

  der_values:
    seq:
      - id: items
        type: der_value
        repeat: eos

  signature_list:
    doc: EFI_SIGNATURE_LIST.
    seq:
      - id: kind
        type: u4
        enum: signature_kind
        valid:
          in-enum: true
        doc: First part of the GUID that names the type of signature.
      - id: kind_rest
        size: 12
        valid:
          eq: expected_kind_rest
      - id: list_size
        type: u4
        valid:
          min: 28
        doc: Of the whole list. A reader that adds 0 to its position never ends.
      - id: header_size
        type: u4
        -reserved: true
        doc: No type of signature has a header; much code assumes that there is none.
      - id: signature_size
        type: u4
        valid:
          min: 17
        doc: Of each signature, the 16 bytes of its owner included.
      - id: body
        size: list_size - 28
        type:
          switch-on: kind
          cases:
            signature_kind::x509: certificate_list
            signature_kind::x509_sha256: revocation_list
            signature_kind::x509_sha384: revocation_list
            signature_kind::x509_sha512: revocation_list
            signature_kind::x509_sm3: revocation_list
            signature_kind::external_management: external_list
            _: hash_list
    instances:
      expected_kind_rest:
        value: >-
          kind == signature_kind::sha256
          ? [0x4c, 0x50, 0x92, 0x40, 0xac, 0xa9, 0x41, 0xf9, 0x36, 0x93, 0x43, 0x28]
          : kind == signature_kind::rsa2048
          ? [0x9c, 0x26, 0x34, 0x4e, 0xaa, 0x14, 0xed, 0x77, 0x6e, 0x85, 0xb3, 0xb6]
          : kind == signature_kind::rsa2048_sha256
          ? [0x9b, 0x87, 0x3d, 0x4a, 0xad, 0x8d, 0xf2, 0xe7, 0xbb, 0xa3, 0x27, 0x84]
          : kind == signature_kind::sha1
          ? [0x10, 0xcf, 0xc9, 0x4a, 0xb1, 0x87, 0xbe, 0x01, 0x49, 0x66, 0x31, 0xbd]
          : kind == signature_kind::rsa2048_sha1
          ? [0x43, 0x87, 0xf1, 0x48, 0xa3, 0x28, 0x1e, 0xaa, 0xb8, 0x73, 0x60, 0x80]
          : kind == signature_kind::x509
          ? [0xe4, 0x94, 0xa7, 0x4a, 0x87, 0xb5, 0xab, 0x15, 0x5c, 0x2b, 0xf0, 0x72]
          : kind == signature_kind::sha224
          ? [0x5c, 0xa6, 0xc9, 0x44, 0x94, 0x07, 0xd9, 0xab, 0x83, 0xbf, 0xc8, 0xbd]
          : kind == signature_kind::sha384
          ? [0xd0, 0x9f, 0xc9, 0x48, 0x85, 0xf1, 0x8a, 0xd5, 0x6c, 0x70, 0x1e, 0x01]
          : kind == signature_kind::sha512
          ? [0xc4, 0xa6, 0x50, 0x4f, 0x9f, 0x1b, 0xd4, 0x1e, 0x2b, 0x89, 0xc1, 0x9a]
          : kind == signature_kind::x509_sha256
          ? [0xc0, 0x96, 0x79, 0x40, 0xb4, 0x20, 0xfc, 0xf9, 0x8e, 0xf1, 0x03, 0xed]
          : kind == signature_kind::x509_sha384
          ? [0xc2, 0x80, 0xe6, 0x4e, 0xaa, 0xd2, 0x28, 0xb3, 0x49, 0xa6, 0x86, 0x5b]
          : kind == signature_kind::x509_sha512
          ? [0x02, 0x25, 0xda, 0x4c, 0xbc, 0xfa, 0x24, 0x65, 0xd2, 0xb0, 0xfe, 0x9d]
          : kind == signature_kind::sm3
          ? [0x9b, 0x7a, 0x3a, 0x40, 0xb9, 0x3c, 0xdc, 0x4a, 0xfb, 0x7a, 0x0e, 0xbc]
          : kind == signature_kind::x509_sm3
          ? [0xb4, 0x10, 0xa9, 0x49, 0x93, 0x31, 0xe4, 0x04, 0x37, 0x88, 0x8d, 0x37]
          : kind == signature_kind::external_management
          ? [0xff, 0xdf, 0x8c, 0x4b, 0xae, 0x01, 0x51, 0x18, 0x86, 0x2e, 0x68, 0x2c]
          : kind_rest
        doc: The other 12 bytes of the GUID; an unknown kind is reported once, at its first part.
      fixed_signature_size:
        value: >-
          kind == signature_kind::sha256 or kind == signature_kind::sm3 ? 48
          : kind == signature_kind::sha1 ? 36
          : kind == signature_kind::sha224 ? 44
          : kind == signature_kind::sha384 ? 64
          : kind == signature_kind::sha512 ? 80
          : kind == signature_kind::rsa2048 or kind == signature_kind::rsa2048_sha256
          or kind == signature_kind::rsa2048_sha1 ? 272
          : kind == signature_kind::x509_sha256 or kind == signature_kind::x509_sm3 ? 64
          : kind == signature_kind::x509_sha384 ? 80
          : kind == signature_kind::x509_sha512 ? 96
          : kind == signature_kind::external_management ? 17
          : 0
        doc: What the specification fixes for the type; 0 where it does not (X.509).
      signature_count:
        value: 'signature_size < 17 ? 0 : (list_size - 28 - header_size) / signature_size'
    -checks:
      - id: signatures-do-not-fill-list
        expr: signature_size < 17 or (list_size - 28 - header_size) % signature_size == 0
        at: list_size
        message: "{list_size} - 28 - {header_size} bytes are no multiple of the signature size {signature_size}"
        help: Firmware refuses the update; other readers disagree about the last signature.
        cwe: 131
      - id: signature-size-of-kind
        expr: fixed_signature_size == 0 or signature_size == fixed_signature_size
        at: signature_size
        message: "signature size {signature_size}, but signatures of this kind have {fixed_signature_size} bytes"
        help: Firmware refuses the update.
        cwe: 131
      - id: list-is-empty
        expr: signature_size < 17 or list_size < 28 or signature_count > 0
        at: list_size
        severity: warning
        message: "the list holds no signature"
        help: Permitted, but some readers take the bytes after the list for its first signature.

  hash_list:
    seq:
      - id: header
        size: _parent.header_size
      - id: signatures
        type: hash_signature
        size: _parent.signature_size
        repeat: expr
        repeat-expr: _parent.signature_count
    -checks:
      - id: signature-twice
        expr: unique(signatures, _.value)
        at: signatures
        severity: warning
        message: "a signature stands twice in the list"
        help: Firmware reads past it; it wastes variable storage, of which there are often only 32 KiB.
  hash_signature:
    seq:
      - id: owner
        size: 16
        doc: GUID of the agent that added the signature.
      - id: value
        size-eos: true
        doc: Hash of an image, RSA modulus, or RSA signature.

  certificate_list:
    seq:
      - id: header
        size: _parent.header_size
      - id: signatures
        type: certificate_signature
        size: _parent.signature_size
        repeat: expr
        repeat-expr: _parent.signature_count
  certificate_signature:
    seq:
      - id: owner
        size: 16
      - id: certificate
        type: der_value
    instances:
      is_certificate:
        value: certificate.tag == 0x30 and certificate.body.as<der_values>.items.size == 3
      parts:
        value: certificate.body.as<der_values>.items
        if: is_certificate
      signed:
        value: parts[0].body.as<der_values>.items
        if: is_certificate and parts[0].tag == 0x30
      first:
        value: 'signed.size > 0 and signed[0].tag == 0xa0 ? 1 : 0'
        if: is_certificate and parts[0].tag == 0x30
        doc: Where the serial number stands; a version may stand before it.
      has_fields:
        value: >-
          is_certificate and parts[0].tag == 0x30 and parts[1].tag == 0x30
          and signed.size >= first + 6 and signed[first + 1].tag == 0x30
          and signed[first + 3].tag == 0x30 and signed[first + 5].tag == 0x30
      inner_algorithm:
        value: signed[first + 1].body.as<der_values>.items
        if: has_fields
      outer_algorithm:
        value: parts[1].body.as<der_values>.items
        if: has_fields
      validity:
        value: signed[first + 3].body.as<der_values>.items
        if: has_fields
      key:
        value: signed[first + 5].body.as<der_values>.items
        if: has_fields
    -checks:
      - id: not-a-certificate
        expr: is_certificate
        at: certificate
        message: "not a sequence of to-be-signed part, algorithm and signature"
        cwe: 20
      - id: certificate-fields
        expr: >-
          not is_certificate or parts[0].tag == 0x30 and parts[1].tag == 0x30 and parts[2].tag == 0x03
          and signed.size >= first + 6 and signed[first].tag == 0x02 and signed[first + 1].tag == 0x30
          and signed[first + 2].tag == 0x30 and signed[first + 3].tag == 0x30
          and signed[first + 4].tag == 0x30 and signed[first + 5].tag == 0x30
        at: certificate
        message: "not a certificate's number, algorithm, issuer, validity, subject and key"
        help: RFC 5280, 4.1. A program that parses it refuses the whole database, or only this entry.
        cwe: 20
      - id: certificate-parts
        expr: >-
          not has_fields or validity.size == 2 and all(validity, _.tag == 0x17 or _.tag == 0x18)
          and key.size == 2 and key[0].tag == 0x30 and key[1].tag == 0x03
        at: certificate
        message: "validity is not two times, or the key is not an algorithm and bits"
        cwe: 20
      - id: certificate-algorithms-differ
        expr: >-
          not has_fields or inner_algorithm.size > 0 and outer_algorithm.size > 0
          and inner_algorithm[0].tag == 0x06 and outer_algorithm[0].tag == 0x06
          and inner_algorithm[0].body.as<bytes> == outer_algorithm[0].body.as<bytes>
        at: certificate
        message: "the algorithm of the signature is not the one that was signed"
        help: RFC 5280, 4.1.1.2. Programs check the signature by the one, others by the other.
        cwe: 347

  revocation_list:
    seq:
      - id: header
        size: _parent.header_size
      - id: signatures
        type: revocation_signature(_parent.fixed_signature_size - 32)
        size: _parent.signature_size
        repeat: expr
        repeat-expr: _parent.signature_count
    -checks:
      - id: signature-twice
        expr: unique(signatures, _.to_be_signed_hash)
        at: signatures
        severity: warning
        message: "a certificate is revoked twice in the list"
        help: Firmware goes by the first one that fits, whatever time the second one has.
  revocation_signature:
    params:
      - id: hash_size
        type: u4
    seq:
      - id: owner
        size: 16
      - id: to_be_signed_hash
        size: hash_size
      - id: time_of_revocation
        type: revocation_time
  revocation_time:
    doc: EFI_TIME; all zero means that the certificate was never to be trusted.
    seq:
      - id: year
        type: u2
        valid:
          max: 9999
      - id: month
        type: u1
        valid:
          max: 12
      - id: day
        type: u1
        valid:
          max: 31
      - id: hour
        type: u1
        valid:
          max: 23
      - id: minute
        type: u1
        valid:
          max: 59
      - id: second
        type: u1
        valid:
          max: 59
      - id: pad1
        type: u1
        -reserved: true
      - id: nanosecond
        type: u4
        valid:
          max: 999999999
      - id: timezone
        type: s2
        valid:
          expr: _ >= -1440 and _ <= 1440 or _ == 2047
        doc: Minutes from UTC; 2047 is local time.
      - id: daylight
        type: u1
        valid:
          max: 3
      - id: pad2
        type: u1
        -reserved: true
    instances:
      days_in_month:
        value: >-
          month == 2 ? (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) ? 29 : 28)
          : (month == 4 or month == 6 or month == 9 or month == 11 ? 30 : 31)
    -checks:
      - id: day-not-in-month
        expr: day <= days_in_month
        at: day
        message: "day {day} in a month of {days_in_month} days"
        cwe: 20
      - id: time-partly-zero
        expr: >-
          year >= 1900 and month > 0 and day > 0
          or year == 0 and month == 0 and day == 0 and hour == 0 and minute == 0 and second == 0
        at: year
        message: "the time of revocation is neither a date nor all zero"
        help: All zero revokes for ever; with a broken date, firmware may not revoke at all.
        cwe: 20

  external_list:
    seq:
      - id: header
        size: _parent.header_size
      - id: signatures
        type: external_signature
        size: _parent.signature_size
        repeat: expr
        repeat-expr: _parent.signature_count
  external_signature:
    seq:
      - id: owner
        size: 16
      - id: value
        type: u1
        -reserved: true
