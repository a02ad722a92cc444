/*
 * uefi_dbx: UEFI signature database (db, dbx, KEK, PK) and its signed updates
 *
 * Made by `contentgate schema export --to c-header`: make it anew rather than edit it.
 *
 * What stands here holds for every file that contentgate accepts. It is for checks at compile
 * time; a consumer bounds every read at run time as well.
 */
#ifndef CONTENTGATE_UEFI_DBX_H
#define CONTENTGATE_UEFI_DBX_H

#ifdef __KERNEL__
#include <linux/stddef.h>
#include <linux/types.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif

#define UEFI_DBX_SCHEMA_DIGEST \
    "1961a5b0864fb455608041b9e3028af5c6ff6d963ff91c37879771fafad95c12"

/* ---- Assertions: for use at file scope or in a function, with a semicolon behind ---- */

#if defined(__cplusplus)
#define UEFI_DBX_STATIC_ASSERT(condition, text) static_assert(condition, text)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define UEFI_DBX_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#elif defined(__GNUC__)
#define UEFI_DBX_STATIC_ASSERT(condition, text) __extension__ _Static_assert(condition, text)
#else
#define UEFI_DBX_STATIC_ASSERT(condition, text) \
    extern char uefi_dbx_static_assert[(condition) ? 1 : -1]
#endif

/* Number of elements of an array; a pointer in its place does not compile. */
#if defined(__cplusplus)
extern "C++" {
template <typename T, size_t N> char (&uefi_dbx_array_of(T (&)[N]))[N];
}
#define UEFI_DBX_ARRAY_LENGTH(array) (sizeof(uefi_dbx_array_of(array)))
#elif defined(__GNUC__)
#define UEFI_DBX_ARRAY_LENGTH(array) \
    (sizeof(array) / sizeof((array)[0]) + 0 * sizeof(char[ \
        __builtin_types_compatible_p(__typeof__(array), __typeof__(&(array)[0])) ? -1 : 1]))
#else
#define UEFI_DBX_ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#endif

/* The array has room for so many elements: for arrays filled from repeated fields (MAXCOUNT) and
 * for tables that are indexed by a value of the file (SPAN). */
#define UEFI_DBX_ASSERT_ROOM(array, count) \
    UEFI_DBX_STATIC_ASSERT(UEFI_DBX_ARRAY_LENGTH(array) >= (count), \
        "uefi_dbx: " #array " has fewer than " #count " elements")

/* The buffer is large enough for so many bytes (SIZEOF, MAXSIZEOF, MAXLEN). */
#define UEFI_DBX_ASSERT_BYTES(buffer, size) \
    UEFI_DBX_STATIC_ASSERT(sizeof(buffer) >= (size), \
        "uefi_dbx: " #buffer " has fewer than " #size " bytes")

/* Whether `length` bytes at `offset` lie inside `size` bytes; cannot wrap. */
static inline int uefi_dbx_fits(size_t size, size_t offset, size_t length)
{
    return offset <= size && length <= size - offset;
}

/* ---- What content asks of its consumer ---- */

/*
 * contract.max_variable_size
 *
 * Bytes that the firmware can store in one authenticated variable.
 *
 * Asked for by count-exceeds-contract.
 */
#define UEFI_DBX_ASSERT_MAX_VARIABLE_SIZE(array, asked) \
    UEFI_DBX_STATIC_ASSERT(UEFI_DBX_ARRAY_LENGTH(array) >= (asked), \
        "contract.max_variable_size: " #array " is shorter than " #asked)
#define UEFI_DBX_ASSERT_MAX_VARIABLE_SIZE_VALUE(value, asked) \
    UEFI_DBX_STATIC_ASSERT((value) >= (asked), \
        "contract.max_variable_size: " #value " is less than " #asked)

/* ---- Enums ---- */

/* uefi_dbx::signature_kind */
#define UEFI_DBX_SIGNATURE_KIND_SHA256 3250853414u
#define UEFI_DBX_SIGNATURE_KIND_RSA2048 1012360936
#define UEFI_DBX_SIGNATURE_KIND_RSA2048_SHA256 3803406736u
#define UEFI_DBX_SIGNATURE_KIND_SHA1 2188158226u
#define UEFI_DBX_SIGNATURE_KIND_RSA2048_SHA1 1744323663
#define UEFI_DBX_SIGNATURE_KIND_X509 2780846497u
#define UEFI_DBX_SIGNATURE_KIND_SHA224 191779379
#define UEFI_DBX_SIGNATURE_KIND_SHA384 4282274567u
#define UEFI_DBX_SIGNATURE_KIND_SHA512 155062190
#define UEFI_DBX_SIGNATURE_KIND_X509_SHA256 1003660434
#define UEFI_DBX_SIGNATURE_KIND_X509_SHA384 1886816110
#define UEFI_DBX_SIGNATURE_KIND_X509_SHA512 1148043107
#define UEFI_DBX_SIGNATURE_KIND_SM3 1463058311
#define UEFI_DBX_SIGNATURE_KIND_X509_SM3 1624770533
#define UEFI_DBX_SIGNATURE_KIND_EXTERNAL_MANAGEMENT 1160678637
#define UEFI_DBX_EACH_SIGNATURE_KIND(X) \
    X(UEFI_DBX_SIGNATURE_KIND_SHA256, 3250853414u, "sha256") \
    X(UEFI_DBX_SIGNATURE_KIND_RSA2048, 1012360936, "rsa2048") \
    X(UEFI_DBX_SIGNATURE_KIND_RSA2048_SHA256, 3803406736u, "rsa2048_sha256") \
    X(UEFI_DBX_SIGNATURE_KIND_SHA1, 2188158226u, "sha1") \
    X(UEFI_DBX_SIGNATURE_KIND_RSA2048_SHA1, 1744323663, "rsa2048_sha1") \
    X(UEFI_DBX_SIGNATURE_KIND_X509, 2780846497u, "x509") \
    X(UEFI_DBX_SIGNATURE_KIND_SHA224, 191779379, "sha224") \
    X(UEFI_DBX_SIGNATURE_KIND_SHA384, 4282274567u, "sha384") \
    X(UEFI_DBX_SIGNATURE_KIND_SHA512, 155062190, "sha512") \
    X(UEFI_DBX_SIGNATURE_KIND_X509_SHA256, 1003660434, "x509_sha256") \
    X(UEFI_DBX_SIGNATURE_KIND_X509_SHA384, 1886816110, "x509_sha384") \
    X(UEFI_DBX_SIGNATURE_KIND_X509_SHA512, 1148043107, "x509_sha512") \
    X(UEFI_DBX_SIGNATURE_KIND_SM3, 1463058311, "sm3") \
    X(UEFI_DBX_SIGNATURE_KIND_X509_SM3, 1624770533, "x509_sm3") \
    X(UEFI_DBX_SIGNATURE_KIND_EXTERNAL_MANAGEMENT, 1160678637, "external_management")

/* ---- Limits ---- */

#define UEFI_DBX_MAXSIZEOF_FILE 16777216 /* bytes */
#define UEFI_DBX_MAX_NESTING 64 /* objects */
#define UEFI_DBX_MAX_NODES 4000000 /* values of a file */

/* uefi_dbx */
#define UEFI_DBX_MIN_ATTRIBUTES 6
#define UEFI_DBX_MAX_ATTRIBUTES 103
#define UEFI_DBX_MAXCOUNT_LISTS 4000000 /* by the limits of a file */

/* uefi_dbx::variable_authentication_2 */
#define UEFI_DBX_MINSIZEOF_VARIABLE_AUTHENTICATION_2 40

/* uefi_dbx::efi_time */
#define UEFI_DBX_SIZEOF_EFI_TIME 16
#define UEFI_DBX_MIN_EFI_TIME_YEAR 1900
#define UEFI_DBX_MAX_EFI_TIME_YEAR 9999
#define UEFI_DBX_MIN_EFI_TIME_MONTH 1
#define UEFI_DBX_MAX_EFI_TIME_MONTH 12
#define UEFI_DBX_MIN_EFI_TIME_DAY 1
#define UEFI_DBX_MAX_EFI_TIME_DAY 31
#define UEFI_DBX_MAX_EFI_TIME_HOUR 23
#define UEFI_DBX_MAX_EFI_TIME_MINUTE 59
#define UEFI_DBX_MAX_EFI_TIME_SECOND 59
#define UEFI_DBX_VALUE_EFI_TIME_PAD1 0
#define UEFI_DBX_VALUE_EFI_TIME_NANOSECOND 0
#define UEFI_DBX_VALUE_EFI_TIME_TIMEZONE 0
#define UEFI_DBX_VALUE_EFI_TIME_DAYLIGHT 0
#define UEFI_DBX_VALUE_EFI_TIME_PAD2 0

/* uefi_dbx::win_certificate */
#define UEFI_DBX_MINSIZEOF_WIN_CERTIFICATE 24
#define UEFI_DBX_MIN_WIN_CERTIFICATE_LENGTH 24
#define UEFI_DBX_VALUE_WIN_CERTIFICATE_REVISION 512
#define UEFI_DBX_VALUE_WIN_CERTIFICATE_CERTIFICATE_TYPE 3825
#define UEFI_DBX_BYTES_WIN_CERTIFICATE_GUID { 0x9d, 0xd2, 0xaf, 0x4a, 0xdf, 0x68, 0xee, 0x49, 0x8a, 0xa9, 0x34, 0x7d, 0x37, 0x56, 0x65, 0xa7 }

/* uefi_dbx::pkcs7 */
#define UEFI_DBX_MINSIZEOF_PKCS7 2
#define UEFI_DBX_MAXSIZEOF_PKCS7 65540
#define UEFI_DBX_MAXLEN_PKCS7_OUTER 65540 /* bytes */

/* uefi_dbx::der_value */
#define UEFI_DBX_MINSIZEOF_DER_VALUE 2
#define UEFI_DBX_MAXSIZEOF_DER_VALUE 65540
#define UEFI_DBX_MAX_DER_VALUE_LENGTH_FORM 130
#define UEFI_DBX_MIN_DER_VALUE_LENGTH_1 128
#define UEFI_DBX_MIN_DER_VALUE_LENGTH_2 256
#define UEFI_DBX_MAXLEN_DER_VALUE_BODY 65535 /* bytes */

/* uefi_dbx::der_values */
#define UEFI_DBX_MAXCOUNT_DER_VALUES_ITEMS 4000000 /* by the limits of a file */
#define UEFI_DBX_MAXLEN_DER_VALUES_ITEMS 65540 /* bytes */

/* uefi_dbx::signature_list */
#define UEFI_DBX_MINSIZEOF_SIGNATURE_LIST 28
#define UEFI_DBX_MIN_SIGNATURE_LIST_LIST_SIZE 28
#define UEFI_DBX_VALUE_SIGNATURE_LIST_HEADER_SIZE 0
#define UEFI_DBX_MIN_SIGNATURE_LIST_SIGNATURE_SIZE 17

/* uefi_dbx::hash_list */
#define UEFI_DBX_MAXCOUNT_HASH_LIST_SIGNATURES 4000000 /* by the limits of a file */

/* uefi_dbx::hash_signature */
#define UEFI_DBX_MINSIZEOF_HASH_SIGNATURE 16

/* uefi_dbx::certificate_list */
#define UEFI_DBX_MAXCOUNT_CERTIFICATE_LIST_SIGNATURES 4000000 /* by the limits of a file */

/* uefi_dbx::certificate_signature */
#define UEFI_DBX_MINSIZEOF_CERTIFICATE_SIGNATURE 18
#define UEFI_DBX_MAXSIZEOF_CERTIFICATE_SIGNATURE 65556
#define UEFI_DBX_MAXLEN_CERTIFICATE_SIGNATURE_CERTIFICATE 65540 /* bytes */

/* uefi_dbx::revocation_list */
#define UEFI_DBX_MAXCOUNT_REVOCATION_LIST_SIGNATURES 4000000 /* by the limits of a file */

/* uefi_dbx::revocation_signature */
#define UEFI_DBX_MINSIZEOF_REVOCATION_SIGNATURE 32
#define UEFI_DBX_MAXSIZEOF_REVOCATION_SIGNATURE 272
#define UEFI_DBX_MAX_REVOCATION_SIGNATURE_HASH_SIZE 240
#define UEFI_DBX_MAXLEN_REVOCATION_SIGNATURE_TO_BE_SIGNED_HASH 240 /* bytes */

/* uefi_dbx::revocation_time */
#define UEFI_DBX_SIZEOF_REVOCATION_TIME 16
#define UEFI_DBX_MAX_REVOCATION_TIME_YEAR 9999
#define UEFI_DBX_MAX_REVOCATION_TIME_MONTH 12
#define UEFI_DBX_MAX_REVOCATION_TIME_DAY 31
#define UEFI_DBX_MAX_REVOCATION_TIME_HOUR 23
#define UEFI_DBX_MAX_REVOCATION_TIME_MINUTE 59
#define UEFI_DBX_MAX_REVOCATION_TIME_SECOND 59
#define UEFI_DBX_VALUE_REVOCATION_TIME_PAD1 0
#define UEFI_DBX_MAX_REVOCATION_TIME_NANOSECOND 999999999
#define UEFI_DBX_MIN_REVOCATION_TIME_TIMEZONE (-1440)
#define UEFI_DBX_MAX_REVOCATION_TIME_TIMEZONE 2047
#define UEFI_DBX_MAX_REVOCATION_TIME_DAYLIGHT 3
#define UEFI_DBX_VALUE_REVOCATION_TIME_PAD2 0

/* uefi_dbx::external_list */
#define UEFI_DBX_MAXCOUNT_EXTERNAL_LIST_SIGNATURES 4000000 /* by the limits of a file */

/* uefi_dbx::external_signature */
#define UEFI_DBX_SIZEOF_EXTERNAL_SIGNATURE 17
#define UEFI_DBX_VALUE_EXTERNAL_SIGNATURE_VALUE 0

/* ---- Layout ---- */

static inline uint16_t uefi_dbx_load_u2le(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint16_t)((uint32_t)at[0] |
        (uint32_t)at[1] << 8);
}

static inline uint32_t uefi_dbx_load_u4le(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint32_t)((uint32_t)at[0] |
        (uint32_t)at[1] << 8 |
        (uint32_t)at[2] << 16 |
        (uint32_t)at[3] << 24);
}

static inline int16_t uefi_dbx_load_s2le(const void *bytes)
{
    return (int16_t)uefi_dbx_load_u2le(bytes);
}
typedef struct uefi_dbx_s2le { uint8_t bytes[2]; } uefi_dbx_s2le;
typedef struct uefi_dbx_u2le { uint8_t bytes[2]; } uefi_dbx_u2le;
typedef struct uefi_dbx_u4le { uint8_t bytes[4]; } uefi_dbx_u4le;

/*
 * uefi_dbx::efi_time: 16 bytes
 *
 * Time of the update, in UTC. Firmware refuses one that is not later than the stored one, and
 * one whose last five fields are not zero.
 */
struct uefi_dbx_efi_time {
    uefi_dbx_u2le year; /* 1900 to 9999 */
    uint8_t month; /* 1 to 12 */
    uint8_t day; /* 1 to 31 */
    uint8_t hour; /* at most 23 */
    uint8_t minute; /* at most 59 */
    uint8_t second; /* at most 59 */
    uint8_t pad1; /* reserved: 0 */
    uefi_dbx_u4le nanosecond; /* reserved: 0 */
    uefi_dbx_s2le timezone; /* reserved: 0 */
    uint8_t daylight; /* reserved: 0 */
    uint8_t pad2; /* reserved: 0 */
};
UEFI_DBX_STATIC_ASSERT(sizeof(struct uefi_dbx_efi_time) == 16, "size");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_efi_time, year) == 0, "year");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_efi_time, month) == 2, "month");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_efi_time, day) == 3, "day");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_efi_time, hour) == 4, "hour");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_efi_time, minute) == 5, "minute");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_efi_time, second) == 6, "second");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_efi_time, pad1) == 7, "pad1");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_efi_time, nanosecond) == 8, "nanosecond");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_efi_time, timezone) == 12, "timezone");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_efi_time, daylight) == 14, "daylight");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_efi_time, pad2) == 15, "pad2");

#define UEFI_DBX_OFFSETOF_EFI_TIME_YEAR 0
#define UEFI_DBX_OFFSETOF_EFI_TIME_MONTH 2
#define UEFI_DBX_OFFSETOF_EFI_TIME_DAY 3
#define UEFI_DBX_OFFSETOF_EFI_TIME_HOUR 4
#define UEFI_DBX_OFFSETOF_EFI_TIME_MINUTE 5
#define UEFI_DBX_OFFSETOF_EFI_TIME_SECOND 6
#define UEFI_DBX_OFFSETOF_EFI_TIME_PAD1 7
#define UEFI_DBX_OFFSETOF_EFI_TIME_NANOSECOND 8
#define UEFI_DBX_OFFSETOF_EFI_TIME_TIMEZONE 12
#define UEFI_DBX_OFFSETOF_EFI_TIME_DAYLIGHT 14
#define UEFI_DBX_OFFSETOF_EFI_TIME_PAD2 15

/*
 * uefi_dbx::variable_authentication_2: 16 bytes, of more that varies
 *
 * EFI_VARIABLE_AUTHENTICATION_2.
 */
struct uefi_dbx_variable_authentication_2_head {
    struct uefi_dbx_efi_time timestamp;
};
UEFI_DBX_STATIC_ASSERT(sizeof(struct uefi_dbx_variable_authentication_2_head) == 16, "size");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_variable_authentication_2_head, timestamp) == 0, "timestamp");

#define UEFI_DBX_OFFSETOF_VARIABLE_AUTHENTICATION_2_TIMESTAMP 0

/*
 * uefi_dbx::win_certificate: 24 bytes, of more that varies
 *
 * WIN_CERTIFICATE_UEFI_GUID.
 */
struct uefi_dbx_win_certificate_head {
    uefi_dbx_u4le length; /* 24 to _root._io.size - _root.base - 16 */
    uefi_dbx_u2le revision; /* = 512 */
    uefi_dbx_u2le certificate_type; /* = 3825 */
    uint8_t guid[16]; /* bytes, = [0x9d, 0xd2, 0xaf, 0x4a, 0xdf, 0x68, 0xee, 0x49, 0x8a, 0xa9, 0x34, 0x7d */
};
UEFI_DBX_STATIC_ASSERT(sizeof(struct uefi_dbx_win_certificate_head) == 24, "size");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_win_certificate_head, length) == 0, "length");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_win_certificate_head, revision) == 4, "revision");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_win_certificate_head, certificate_type) == 6, "certificate_type");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_win_certificate_head, guid) == 8, "guid");

#define UEFI_DBX_OFFSETOF_WIN_CERTIFICATE_LENGTH 0
#define UEFI_DBX_OFFSETOF_WIN_CERTIFICATE_REVISION 4
#define UEFI_DBX_OFFSETOF_WIN_CERTIFICATE_CERTIFICATE_TYPE 6
#define UEFI_DBX_OFFSETOF_WIN_CERTIFICATE_GUID 8

/*
 * uefi_dbx::der_value: 2 bytes, of more that varies
 *
 * One ASN.1 value in DER, its constructed contents read to the leaves. Every length is
 * explicit and as short as can be, at most 65535.
 */
struct uefi_dbx_der_value_head {
    uint8_t tag; /* _ != 0 and _ & 31 != 31 */
    uint8_t length_form; /* _ < 128 or _ == 129 or _ == 130 */
};
UEFI_DBX_STATIC_ASSERT(sizeof(struct uefi_dbx_der_value_head) == 2, "size");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_der_value_head, tag) == 0, "tag");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_der_value_head, length_form) == 1, "length_form");

#define UEFI_DBX_OFFSETOF_DER_VALUE_TAG 0
#define UEFI_DBX_OFFSETOF_DER_VALUE_LENGTH_FORM 1

/*
 * uefi_dbx::signature_list: 28 bytes, of more that varies
 *
 * EFI_SIGNATURE_LIST.
 */
struct uefi_dbx_signature_list_head {
    uefi_dbx_u4le kind; /* u4le as signature_kind, a member of the enum */
    uint8_t kind_rest[12]; /* bytes, = expected_kind_rest */
    uefi_dbx_u4le list_size; /* at least 28 */
    uefi_dbx_u4le header_size; /* reserved: 0 */
    uefi_dbx_u4le signature_size; /* at least 17 */
};
UEFI_DBX_STATIC_ASSERT(sizeof(struct uefi_dbx_signature_list_head) == 28, "size");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_signature_list_head, kind) == 0, "kind");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_signature_list_head, kind_rest) == 4, "kind_rest");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_signature_list_head, list_size) == 16, "list_size");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_signature_list_head, header_size) == 20, "header_size");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_signature_list_head, signature_size) == 24, "signature_size");

#define UEFI_DBX_OFFSETOF_SIGNATURE_LIST_KIND 0
#define UEFI_DBX_OFFSETOF_SIGNATURE_LIST_KIND_REST 4
#define UEFI_DBX_OFFSETOF_SIGNATURE_LIST_LIST_SIZE 16
#define UEFI_DBX_OFFSETOF_SIGNATURE_LIST_HEADER_SIZE 20
#define UEFI_DBX_OFFSETOF_SIGNATURE_LIST_SIGNATURE_SIZE 24

/* uefi_dbx::hash_signature: 16 bytes, of more that varies */
struct uefi_dbx_hash_signature_head {
    uint8_t owner[16]; /* bytes */
};
UEFI_DBX_STATIC_ASSERT(sizeof(struct uefi_dbx_hash_signature_head) == 16, "size");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_hash_signature_head, owner) == 0, "owner");

#define UEFI_DBX_OFFSETOF_HASH_SIGNATURE_OWNER 0

/* uefi_dbx::certificate_signature: 16 bytes, of more that varies */
struct uefi_dbx_certificate_signature_head {
    uint8_t owner[16]; /* bytes */
};
UEFI_DBX_STATIC_ASSERT(sizeof(struct uefi_dbx_certificate_signature_head) == 16, "size");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_certificate_signature_head, owner) == 0, "owner");

#define UEFI_DBX_OFFSETOF_CERTIFICATE_SIGNATURE_OWNER 0

/* uefi_dbx::revocation_signature: 16 bytes, of more that varies */
struct uefi_dbx_revocation_signature_head {
    uint8_t owner[16]; /* bytes */
};
UEFI_DBX_STATIC_ASSERT(sizeof(struct uefi_dbx_revocation_signature_head) == 16, "size");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_revocation_signature_head, owner) == 0, "owner");

#define UEFI_DBX_OFFSETOF_REVOCATION_SIGNATURE_OWNER 0

/*
 * uefi_dbx::revocation_time: 16 bytes
 *
 * EFI_TIME; all zero means that the certificate was never to be trusted.
 */
struct uefi_dbx_revocation_time {
    uefi_dbx_u2le year; /* at most 9999 */
    uint8_t month; /* at most 12 */
    uint8_t day; /* at most 31 */
    uint8_t hour; /* at most 23 */
    uint8_t minute; /* at most 59 */
    uint8_t second; /* at most 59 */
    uint8_t pad1; /* reserved: 0 */
    uefi_dbx_u4le nanosecond; /* at most 999999999 */
    uefi_dbx_s2le timezone; /* _ >= -1440 and _ <= 1440 or _ == 2047 */
    uint8_t daylight; /* at most 3 */
    uint8_t pad2; /* reserved: 0 */
};
UEFI_DBX_STATIC_ASSERT(sizeof(struct uefi_dbx_revocation_time) == 16, "size");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_revocation_time, year) == 0, "year");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_revocation_time, month) == 2, "month");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_revocation_time, day) == 3, "day");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_revocation_time, hour) == 4, "hour");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_revocation_time, minute) == 5, "minute");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_revocation_time, second) == 6, "second");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_revocation_time, pad1) == 7, "pad1");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_revocation_time, nanosecond) == 8, "nanosecond");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_revocation_time, timezone) == 12, "timezone");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_revocation_time, daylight) == 14, "daylight");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_revocation_time, pad2) == 15, "pad2");

#define UEFI_DBX_OFFSETOF_REVOCATION_TIME_YEAR 0
#define UEFI_DBX_OFFSETOF_REVOCATION_TIME_MONTH 2
#define UEFI_DBX_OFFSETOF_REVOCATION_TIME_DAY 3
#define UEFI_DBX_OFFSETOF_REVOCATION_TIME_HOUR 4
#define UEFI_DBX_OFFSETOF_REVOCATION_TIME_MINUTE 5
#define UEFI_DBX_OFFSETOF_REVOCATION_TIME_SECOND 6
#define UEFI_DBX_OFFSETOF_REVOCATION_TIME_PAD1 7
#define UEFI_DBX_OFFSETOF_REVOCATION_TIME_NANOSECOND 8
#define UEFI_DBX_OFFSETOF_REVOCATION_TIME_TIMEZONE 12
#define UEFI_DBX_OFFSETOF_REVOCATION_TIME_DAYLIGHT 14
#define UEFI_DBX_OFFSETOF_REVOCATION_TIME_PAD2 15

/* uefi_dbx::external_signature: 17 bytes */
struct uefi_dbx_external_signature {
    uint8_t owner[16]; /* bytes */
    uint8_t value; /* reserved: 0 */
};
UEFI_DBX_STATIC_ASSERT(sizeof(struct uefi_dbx_external_signature) == 17, "size");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_external_signature, owner) == 0, "owner");
UEFI_DBX_STATIC_ASSERT(offsetof(struct uefi_dbx_external_signature, value) == 16, "value");

#define UEFI_DBX_OFFSETOF_EXTERNAL_SIGNATURE_OWNER 0
#define UEFI_DBX_OFFSETOF_EXTERNAL_SIGNATURE_VALUE 16

#endif /* CONTENTGATE_UEFI_DBX_H */
