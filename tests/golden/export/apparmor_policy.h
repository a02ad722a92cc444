/*
 * apparmor_policy: AppArmor policy as the kernel loads it (3.0 ABI)
 *
 * Made by `contentgate schema export --to c-header`: make it anew rather than edit it.
 *
 * What stands here holds for every file that contentgate accepts. It is for checks at compile
 * time; a consumer bounds every read at run time as well.
 */
#ifndef CONTENTGATE_APPARMOR_POLICY_H
#define CONTENTGATE_APPARMOR_POLICY_H

#ifdef __KERNEL__
#include <linux/stddef.h>
#include <linux/types.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif

#define APPARMOR_POLICY_SCHEMA_DIGEST \
    "c1551ea498b59a35205b072f1558a742591d3938c8c0c070c53f979c4927bcc6"

/* ---- Assertions: for use at file scope or in a function, with a semicolon behind ---- */

#if defined(__cplusplus)
#define APPARMOR_POLICY_STATIC_ASSERT(condition, text) static_assert(condition, text)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define APPARMOR_POLICY_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#elif defined(__GNUC__)
#define APPARMOR_POLICY_STATIC_ASSERT(condition, text) __extension__ _Static_assert(condition, text)
#else
#define APPARMOR_POLICY_STATIC_ASSERT(condition, text) \
    extern char apparmor_policy_static_assert[(condition) ? 1 : -1]
#endif

/* Number of elements of an array; a pointer in its place does not compile. */
#if defined(__cplusplus)
extern "C++" {
template <typename T, size_t N> char (&apparmor_policy_array_of(T (&)[N]))[N];
}
#define APPARMOR_POLICY_ARRAY_LENGTH(array) (sizeof(apparmor_policy_array_of(array)))
#elif defined(__GNUC__)
#define APPARMOR_POLICY_ARRAY_LENGTH(array) \
    (sizeof(array) / sizeof((array)[0]) + 0 * sizeof(char[ \
        __builtin_types_compatible_p(__typeof__(array), __typeof__(&(array)[0])) ? -1 : 1]))
#else
#define APPARMOR_POLICY_ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#endif

/* The array has room for so many elements: for arrays filled from repeated fields (MAXCOUNT) and
 * for tables that are indexed by a value of the file (SPAN). */
#define APPARMOR_POLICY_ASSERT_ROOM(array, count) \
    APPARMOR_POLICY_STATIC_ASSERT(APPARMOR_POLICY_ARRAY_LENGTH(array) >= (count), \
        "apparmor_policy: " #array " has fewer than " #count " elements")

/* The buffer is large enough for so many bytes (SIZEOF, MAXSIZEOF, MAXLEN). */
#define APPARMOR_POLICY_ASSERT_BYTES(buffer, size) \
    APPARMOR_POLICY_STATIC_ASSERT(sizeof(buffer) >= (size), \
        "apparmor_policy: " #buffer " has fewer than " #size " bytes")

/* Whether `length` bytes at `offset` lie inside `size` bytes; cannot wrap. */
static inline int apparmor_policy_fits(size_t size, size_t offset, size_t length)
{
    return offset <= size && length <= size - offset;
}

/* ---- Enums ---- */

/* apparmor_policy::mode */
enum apparmor_policy_mode {
    APPARMOR_POLICY_MODE_ENFORCE = 0,
    APPARMOR_POLICY_MODE_COMPLAIN = 1,
    APPARMOR_POLICY_MODE_KILL = 2,
    APPARMOR_POLICY_MODE_UNCONFINED = 3
};
#define APPARMOR_POLICY_SPAN_MODE 4 /* length of a table indexed by it */
#define APPARMOR_POLICY_EACH_MODE(X) \
    X(APPARMOR_POLICY_MODE_ENFORCE, 0, "enforce") \
    X(APPARMOR_POLICY_MODE_COMPLAIN, 1, "complain") \
    X(APPARMOR_POLICY_MODE_KILL, 2, "kill") \
    X(APPARMOR_POLICY_MODE_UNCONFINED, 3, "unconfined")

/* ---- Limits ---- */

#define APPARMOR_POLICY_MAXSIZEOF_FILE 67108864 /* bytes */
#define APPARMOR_POLICY_MAX_NESTING 64 /* objects */
#define APPARMOR_POLICY_MAX_NODES 40000000 /* values of a file */

/* apparmor_policy */
#define APPARMOR_POLICY_MAXCOUNT_SECTIONS 3397917 /* by the limits of a file */

/* apparmor_policy::section */
#define APPARMOR_POLICY_MINSIZEOF_SECTION 79
#define APPARMOR_POLICY_BYTES_SECTION_VERSION_TAG { 0x04, 0x08, 0x00, 0x76, 0x65, 0x72, 0x73, 0x69, 0x6f, 0x6e, 0x00, 0x02 }

/* apparmor_policy::text */
#define APPARMOR_POLICY_MINSIZEOF_TEXT 4
#define APPARMOR_POLICY_BYTES_TEXT_TAG { 0x05 }
#define APPARMOR_POLICY_MIN_TEXT_LEN_VALUE 2

/* apparmor_policy::named_text */
#define APPARMOR_POLICY_MINSIZEOF_NAMED_TEXT 8
#define APPARMOR_POLICY_MIN_NAMED_TEXT_EXPECTED_LEN 7
#define APPARMOR_POLICY_MAX_NAMED_TEXT_EXPECTED_LEN 13
#define APPARMOR_POLICY_BYTES_NAMED_TEXT_NAME_TAG { 0x04 }
#define APPARMOR_POLICY_MIN_NAMED_TEXT_LEN_NAME 7
#define APPARMOR_POLICY_MAX_NAMED_TEXT_LEN_NAME 13

/* apparmor_policy::word */
#define APPARMOR_POLICY_SIZEOF_WORD 5
#define APPARMOR_POLICY_BYTES_WORD_TAG { 0x02 }

/* apparmor_policy::profile */
#define APPARMOR_POLICY_MINSIZEOF_PROFILE 63
#define APPARMOR_POLICY_BYTES_PROFILE_START_TAG { 0x04, 0x08, 0x00, 0x70, 0x72, 0x6f, 0x66, 0x69, 0x6c, 0x65, 0x00, 0x07 }
#define APPARMOR_POLICY_MAXLEN_PROFILE_RLIMITS 166 /* bytes */
#define APPARMOR_POLICY_MAXLEN_PROFILE_NETWORKS 589837 /* bytes */
#define APPARMOR_POLICY_BYTES_PROFILE_END_TAG { 0x08 }

/* apparmor_policy::flags */
#define APPARMOR_POLICY_SIZEOF_FLAGS 26
#define APPARMOR_POLICY_BYTES_FLAGS_START_TAG { 0x04, 0x06, 0x00, 0x66, 0x6c, 0x61, 0x67, 0x73, 0x00, 0x07 }
#define APPARMOR_POLICY_BYTES_FLAGS_KIND_TAG { 0x02 }
#define APPARMOR_POLICY_MAX_FLAGS_KIND 7
#define APPARMOR_POLICY_BYTES_FLAGS_MODE_TAG { 0x02 }
#define APPARMOR_POLICY_BYTES_FLAGS_AUDIT_TAG { 0x02 }
#define APPARMOR_POLICY_MAX_FLAGS_AUDIT 1
#define APPARMOR_POLICY_BYTES_FLAGS_END_TAG { 0x08 }

/* apparmor_policy::path_flags */
#define APPARMOR_POLICY_SIZEOF_PATH_FLAGS 19
#define APPARMOR_POLICY_BYTES_PATH_FLAGS_START_TAG { 0x04, 0x0b, 0x00, 0x70, 0x61, 0x74, 0x68, 0x5f, 0x66, 0x6c, 0x61, 0x67, 0x73, 0x00, 0x02 }

/* apparmor_policy::capabilities */
#define APPARMOR_POLICY_SIZEOF_CAPABILITIES 20

/* apparmor_policy::caps64 */
#define APPARMOR_POLICY_SIZEOF_CAPS64 32
#define APPARMOR_POLICY_BYTES_CAPS64_START_TAG { 0x04, 0x07, 0x00, 0x63, 0x61, 0x70, 0x73, 0x36, 0x34, 0x00, 0x07 }
#define APPARMOR_POLICY_BYTES_CAPS64_END_TAG { 0x08 }

/* apparmor_policy::capsx */
#define APPARMOR_POLICY_SIZEOF_CAPSX 21
#define APPARMOR_POLICY_BYTES_CAPSX_START_TAG { 0x04, 0x06, 0x00, 0x63, 0x61, 0x70, 0x73, 0x78, 0x00, 0x07 }
#define APPARMOR_POLICY_BYTES_CAPSX_END_TAG { 0x08 }

/* apparmor_policy::xattrs */
#define APPARMOR_POLICY_MINSIZEOF_XATTRS 16
#define APPARMOR_POLICY_BYTES_XATTRS_START_TAG { 0x04, 0x07, 0x00, 0x78, 0x61, 0x74, 0x74, 0x72, 0x73, 0x00, 0x07, 0x0b }
#define APPARMOR_POLICY_MAXCOUNT_XATTRS_NAMES 65535
#define APPARMOR_POLICY_BYTES_XATTRS_END_TAG { 0x0c, 0x08 }

/* apparmor_policy::rlimits */
#define APPARMOR_POLICY_MINSIZEOF_RLIMITS 22
#define APPARMOR_POLICY_MAXSIZEOF_RLIMITS 166
#define APPARMOR_POLICY_BYTES_RLIMITS_START_TAG { 0x04, 0x08, 0x00, 0x72, 0x6c, 0x69, 0x6d, 0x69, 0x74, 0x73, 0x00, 0x07, 0x02 }
#define APPARMOR_POLICY_MAX_RLIMITS_MASK 65535
#define APPARMOR_POLICY_BYTES_RLIMITS_ARRAY_TAG { 0x0b }
#define APPARMOR_POLICY_MAX_RLIMITS_NUM_LIMITS 16
#define APPARMOR_POLICY_MAXCOUNT_RLIMITS_LIMITS 16
#define APPARMOR_POLICY_BYTES_RLIMITS_END_TAG { 0x0c, 0x08 }

/* apparmor_policy::limit */
#define APPARMOR_POLICY_SIZEOF_LIMIT 9
#define APPARMOR_POLICY_MAX_LIMIT_NUMBER 15
#define APPARMOR_POLICY_BYTES_LIMIT_TAG { 0x03 }

/* apparmor_policy::secmark */
#define APPARMOR_POLICY_MINSIZEOF_SECMARK 17
#define APPARMOR_POLICY_BYTES_SECMARK_START_TAG { 0x04, 0x08, 0x00, 0x73, 0x65, 0x63, 0x6d, 0x61, 0x72, 0x6b, 0x00, 0x07, 0x0b }
#define APPARMOR_POLICY_MAXCOUNT_SECMARK_MARKS 65535
#define APPARMOR_POLICY_BYTES_SECMARK_END_TAG { 0x0c, 0x08 }

/* apparmor_policy::mark */
#define APPARMOR_POLICY_MINSIZEOF_MARK 8
#define APPARMOR_POLICY_BYTES_MARK_AUDIT_TAG { 0x00 }
#define APPARMOR_POLICY_MAX_MARK_AUDIT 1
#define APPARMOR_POLICY_BYTES_MARK_DENY_TAG { 0x00 }
#define APPARMOR_POLICY_MAX_MARK_DENY 1

/* apparmor_policy::networks */
#define APPARMOR_POLICY_MINSIZEOF_NETWORKS 22
#define APPARMOR_POLICY_MAXSIZEOF_NETWORKS 589837
#define APPARMOR_POLICY_BYTES_NETWORKS_START_TAG { 0x04, 0x0f, 0x00, 0x6e, 0x65, 0x74, 0x5f, 0x61, 0x6c, 0x6c, 0x6f, 0x77, 0x65, 0x64, 0x5f, 0x61, 0x66, 0x00, 0x0b }
#define APPARMOR_POLICY_MAXCOUNT_NETWORKS_FAMILIES 65535
#define APPARMOR_POLICY_BYTES_NETWORKS_END_TAG { 0x0c }

/* apparmor_policy::family */
#define APPARMOR_POLICY_SIZEOF_FAMILY 9
#define APPARMOR_POLICY_BYTES_FAMILY_ALLOW_TAG { 0x01 }
#define APPARMOR_POLICY_BYTES_FAMILY_AUDIT_TAG { 0x01 }
#define APPARMOR_POLICY_BYTES_FAMILY_QUIET_TAG { 0x01 }

/* apparmor_policy::policydb */
#define APPARMOR_POLICY_MINSIZEOF_POLICYDB 52
#define APPARMOR_POLICY_BYTES_POLICYDB_START_TAG { 0x04, 0x09, 0x00, 0x70, 0x6f, 0x6c, 0x69, 0x63, 0x79, 0x64, 0x62, 0x00, 0x07 }
#define APPARMOR_POLICY_BYTES_POLICYDB_END_TAG { 0x08 }

/* apparmor_policy::policy_start */
#define APPARMOR_POLICY_SIZEOF_POLICY_START 14
#define APPARMOR_POLICY_BYTES_POLICY_START_START_TAG { 0x04, 0x06, 0x00, 0x73, 0x74, 0x61, 0x72, 0x74, 0x00, 0x02 }

/* apparmor_policy::dfa_start */
#define APPARMOR_POLICY_SIZEOF_DFA_START 18
#define APPARMOR_POLICY_BYTES_DFA_START_START_TAG { 0x04, 0x0a, 0x00, 0x64, 0x66, 0x61, 0x5f, 0x73, 0x74, 0x61, 0x72, 0x74, 0x00, 0x02 }

/* apparmor_policy::xtable */
#define APPARMOR_POLICY_MINSIZEOF_XTABLE 20
#define APPARMOR_POLICY_BYTES_XTABLE_START_TAG { 0x04, 0x07, 0x00, 0x78, 0x74, 0x61, 0x62, 0x6c, 0x65, 0x00, 0x07, 0x0b }
#define APPARMOR_POLICY_MIN_XTABLE_NUM_ENTRIES 1
#define APPARMOR_POLICY_MAX_XTABLE_NUM_ENTRIES 12
#define APPARMOR_POLICY_MINCOUNT_XTABLE_ENTRIES 1
#define APPARMOR_POLICY_MAXCOUNT_XTABLE_ENTRIES 12
#define APPARMOR_POLICY_BYTES_XTABLE_END_TAG { 0x0c, 0x08 }

/* apparmor_policy::exec_target */
#define APPARMOR_POLICY_MINSIZEOF_EXEC_TARGET 4
#define APPARMOR_POLICY_BYTES_EXEC_TARGET_TAG { 0x05 }
#define APPARMOR_POLICY_MIN_EXEC_TARGET_LEN_VALUE 2

/* apparmor_policy::data */
#define APPARMOR_POLICY_MINSIZEOF_DATA 10
#define APPARMOR_POLICY_BYTES_DATA_START_TAG { 0x04, 0x05, 0x00, 0x64, 0x61, 0x74, 0x61, 0x00, 0x07 }
#define APPARMOR_POLICY_MINCOUNT_DATA_ENTRIES 1
#define APPARMOR_POLICY_MAXCOUNT_DATA_ENTRIES 40000000 /* by the limits of a file */

/* apparmor_policy::data_entry */
#define APPARMOR_POLICY_MINSIZEOF_DATA_ENTRY 1
#define APPARMOR_POLICY_MIN_DATA_ENTRY_TAG 5
#define APPARMOR_POLICY_MAX_DATA_ENTRY_TAG 8
#define APPARMOR_POLICY_MIN_DATA_ENTRY_LEN_KEY 2
#define APPARMOR_POLICY_MAXLEN_DATA_ENTRY_KEY 65535 /* bytes */
#define APPARMOR_POLICY_BYTES_DATA_ENTRY_BLOB_TAG { 0x06 }

/* apparmor_policy::machine */
#define APPARMOR_POLICY_MINSIZEOF_MACHINE 38
#define APPARMOR_POLICY_BYTES_MACHINE_START_TAG { 0x04, 0x06, 0x00, 0x61, 0x61, 0x64, 0x66, 0x61, 0x00, 0x06 }
#define APPARMOR_POLICY_MIN_MACHINE_LEN_BLOB 24
#define APPARMOR_POLICY_MAXLEN_MACHINE_PADDING 7 /* bytes */

/* apparmor_policy::dfa */
#define APPARMOR_POLICY_MINSIZEOF_DFA 114
#define APPARMOR_POLICY_BYTES_DFA_MAGIC { 0x1b, 0x5e, 0x78, 0x3d }
#define APPARMOR_POLICY_VALUE_DFA_LEN_HEADER 24
#define APPARMOR_POLICY_MAX_DFA_FLAGS 3
#define APPARMOR_POLICY_BYTES_DFA_PRODUCER { 0x6e, 0x6f, 0x74, 0x66, 0x6c, 0x65, 0x78, 0x00, 0x00, 0x00 }
#define APPARMOR_POLICY_MAXLEN_DFA_ACCEPT 262160 /* bytes */
#define APPARMOR_POLICY_MAXLEN_DFA_ACCEPT2 262160 /* bytes */
#define APPARMOR_POLICY_MAXLEN_DFA_BASE 262160 /* bytes */
#define APPARMOR_POLICY_MAXCOUNT_DFA_CHAINS 65536

/* apparmor_policy::chain */
#define APPARMOR_POLICY_MAX_CHAIN_STATE 65535
#define APPARMOR_POLICY_MAX_CHAIN_STEPS 15

/* apparmor_policy::table32 */
#define APPARMOR_POLICY_MINSIZEOF_TABLE32 16
#define APPARMOR_POLICY_MAXSIZEOF_TABLE32 262160
#define APPARMOR_POLICY_MIN_TABLE32_EXPECTED_ID 1
#define APPARMOR_POLICY_MAX_TABLE32_EXPECTED_ID 7
#define APPARMOR_POLICY_MIN_TABLE32_ID 1
#define APPARMOR_POLICY_MAX_TABLE32_ID 7
#define APPARMOR_POLICY_VALUE_TABLE32_WIDTH 4
#define APPARMOR_POLICY_VALUE_TABLE32_ROWS 0
#define APPARMOR_POLICY_MIN_TABLE32_NUM_ITEMS 1
#define APPARMOR_POLICY_MAX_TABLE32_NUM_ITEMS 65536
#define APPARMOR_POLICY_MINCOUNT_TABLE32_ITEMS 1
#define APPARMOR_POLICY_MAXCOUNT_TABLE32_ITEMS 65536
#define APPARMOR_POLICY_MAXLEN_TABLE32_PADDING 4 /* bytes */

/* apparmor_policy::base_table */
#define APPARMOR_POLICY_MINSIZEOF_BASE_TABLE 16
#define APPARMOR_POLICY_MAXSIZEOF_BASE_TABLE 262160
#define APPARMOR_POLICY_MAX_BASE_TABLE_FLAGS 3
#define APPARMOR_POLICY_MIN_BASE_TABLE_NUM_STATES 1
#define APPARMOR_POLICY_MAX_BASE_TABLE_NUM_STATES 65536
#define APPARMOR_POLICY_VALUE_BASE_TABLE_ID 2
#define APPARMOR_POLICY_VALUE_BASE_TABLE_WIDTH 4
#define APPARMOR_POLICY_VALUE_BASE_TABLE_ROWS 0
#define APPARMOR_POLICY_MIN_BASE_TABLE_NUM_ITEMS 1
#define APPARMOR_POLICY_MAX_BASE_TABLE_NUM_ITEMS 65536
#define APPARMOR_POLICY_MINCOUNT_BASE_TABLE_ITEMS 1
#define APPARMOR_POLICY_MAXCOUNT_BASE_TABLE_ITEMS 65536
#define APPARMOR_POLICY_MAXLEN_BASE_TABLE_PADDING 4 /* bytes */

/* apparmor_policy::table16 */
#define APPARMOR_POLICY_MINSIZEOF_TABLE16 14
#define APPARMOR_POLICY_MIN_TABLE16_EXPECTED_ID 4
#define APPARMOR_POLICY_MAX_TABLE16_EXPECTED_ID 8
#define APPARMOR_POLICY_MAX_TABLE16_EXPECTED_ITEMS 65536
#define APPARMOR_POLICY_MIN_TABLE16_NUM_STATES 1
#define APPARMOR_POLICY_MAX_TABLE16_NUM_STATES 65536
#define APPARMOR_POLICY_MIN_TABLE16_ID 4
#define APPARMOR_POLICY_MAX_TABLE16_ID 8
#define APPARMOR_POLICY_VALUE_TABLE16_WIDTH 2
#define APPARMOR_POLICY_VALUE_TABLE16_ROWS 0
#define APPARMOR_POLICY_MIN_TABLE16_NUM_ITEMS 1
#define APPARMOR_POLICY_MINCOUNT_TABLE16_ITEMS 1
#define APPARMOR_POLICY_MAXCOUNT_TABLE16_ITEMS 40000000 /* by the limits of a file */
#define APPARMOR_POLICY_MAXLEN_TABLE16_PADDING 7 /* bytes */

/* apparmor_policy::check_table */
#define APPARMOR_POLICY_MINSIZEOF_CHECK_TABLE 14
#define APPARMOR_POLICY_VALUE_CHECK_TABLE_ID 3
#define APPARMOR_POLICY_VALUE_CHECK_TABLE_WIDTH 2
#define APPARMOR_POLICY_VALUE_CHECK_TABLE_ROWS 0
#define APPARMOR_POLICY_MIN_CHECK_TABLE_NUM_ITEMS 1
#define APPARMOR_POLICY_MINCOUNT_CHECK_TABLE_ITEMS 1
#define APPARMOR_POLICY_MAXCOUNT_CHECK_TABLE_ITEMS 40000000 /* by the limits of a file */
#define APPARMOR_POLICY_MAXLEN_CHECK_TABLE_PADDING 7 /* bytes */

/* apparmor_policy::table8 */
#define APPARMOR_POLICY_SIZEOF_TABLE8 272
#define APPARMOR_POLICY_VALUE_TABLE8_ID 5
#define APPARMOR_POLICY_VALUE_TABLE8_WIDTH 1
#define APPARMOR_POLICY_VALUE_TABLE8_ROWS 0
#define APPARMOR_POLICY_VALUE_TABLE8_NUM_ITEMS 256
#define APPARMOR_POLICY_COUNTOF_TABLE8_ITEMS 256

/* ---- Layout ---- */

static inline uint16_t apparmor_policy_load_u2be(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint16_t)((uint32_t)at[1] |
        (uint32_t)at[0] << 8);
}

static inline uint16_t apparmor_policy_load_u2le(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint16_t)((uint32_t)at[0] |
        (uint32_t)at[1] << 8);
}

static inline uint32_t apparmor_policy_load_u4be(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint32_t)((uint32_t)at[3] |
        (uint32_t)at[2] << 8 |
        (uint32_t)at[1] << 16 |
        (uint32_t)at[0] << 24);
}

static inline uint32_t apparmor_policy_load_u4le(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint32_t)((uint32_t)at[0] |
        (uint32_t)at[1] << 8 |
        (uint32_t)at[2] << 16 |
        (uint32_t)at[3] << 24);
}

static inline uint64_t apparmor_policy_load_u8le(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint64_t)((uint64_t)at[0] |
        (uint64_t)at[1] << 8 |
        (uint64_t)at[2] << 16 |
        (uint64_t)at[3] << 24 |
        (uint64_t)at[4] << 32 |
        (uint64_t)at[5] << 40 |
        (uint64_t)at[6] << 48 |
        (uint64_t)at[7] << 56);
}

typedef struct apparmor_policy_u2be { uint8_t bytes[2]; } apparmor_policy_u2be;
typedef struct apparmor_policy_u2le { uint8_t bytes[2]; } apparmor_policy_u2le;
typedef struct apparmor_policy_u4be { uint8_t bytes[4]; } apparmor_policy_u4be;
typedef struct apparmor_policy_u4le { uint8_t bytes[4]; } apparmor_policy_u4le;
typedef struct apparmor_policy_u8le { uint8_t bytes[8]; } apparmor_policy_u8le;

/* apparmor_policy::section: 16 bytes, of more that varies */
struct apparmor_policy_section_head {
    uint8_t version_tag[12]; /* bytes, = 04 08 00 76 65 72 73 69 6f 6e 00 02 */
    apparmor_policy_u4le version; /* _ & 1023 >= 5 and _ & 1023 <= 9 and _ & 1024 == 0 and _ >> 28 == 0 */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_section_head) == 16, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_section_head, version_tag) == 0, "version_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_section_head, version) == 12, "version");

#define APPARMOR_POLICY_OFFSETOF_SECTION_VERSION_TAG 0
#define APPARMOR_POLICY_OFFSETOF_SECTION_VERSION 12

/*
 * apparmor_policy::text: 3 bytes, of more that varies
 *
 * A string that ends with a zero byte, which its length counts.
 */
struct apparmor_policy_text_head {
    uint8_t tag[1]; /* bytes, = 05 */
    apparmor_policy_u2le len_value; /* at least 2 */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_text_head) == 3, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_text_head, tag) == 0, "tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_text_head, len_value) == 1, "len_value");

#define APPARMOR_POLICY_OFFSETOF_TEXT_TAG 0
#define APPARMOR_POLICY_OFFSETOF_TEXT_LEN_VALUE 1

/* apparmor_policy::named_text: 3 bytes, of more that varies */
struct apparmor_policy_named_text_head {
    uint8_t name_tag[1]; /* bytes, = 04 */
    apparmor_policy_u2le len_name; /* = expected_len */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_named_text_head) == 3, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_named_text_head, name_tag) == 0, "name_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_named_text_head, len_name) == 1, "len_name");

#define APPARMOR_POLICY_OFFSETOF_NAMED_TEXT_NAME_TAG 0
#define APPARMOR_POLICY_OFFSETOF_NAMED_TEXT_LEN_NAME 1

/*
 * apparmor_policy::word: 5 bytes
 *
 * A number of 32 bits without name.
 */
struct apparmor_policy_word {
    uint8_t tag[1]; /* bytes, = 02 */
    apparmor_policy_u4le value;
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_word) == 5, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_word, tag) == 0, "tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_word, value) == 1, "value");

#define APPARMOR_POLICY_OFFSETOF_WORD_TAG 0
#define APPARMOR_POLICY_OFFSETOF_WORD_VALUE 1

/* apparmor_policy::profile: 12 bytes, of more that varies */
struct apparmor_policy_profile_head {
    uint8_t start_tag[12]; /* bytes, = 04 08 00 70 72 6f 66 69 6c 65 00 07 */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_profile_head) == 12, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_profile_head, start_tag) == 0, "start_tag");

#define APPARMOR_POLICY_OFFSETOF_PROFILE_START_TAG 0

/* apparmor_policy::flags: 26 bytes */
struct apparmor_policy_flags {
    uint8_t start_tag[10]; /* bytes, = 04 06 00 66 6c 61 67 73 00 07 */
    uint8_t kind_tag[1]; /* bytes, = 02 */
    apparmor_policy_u4le kind; /* at most 7 */
    uint8_t mode_tag[1]; /* bytes, = 02 */
    apparmor_policy_u4le mode; /* u4le as mode, a member of the enum */
    uint8_t audit_tag[1]; /* bytes, = 02 */
    apparmor_policy_u4le audit; /* at most 1 */
    uint8_t end_tag[1]; /* bytes, = 08 */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_flags) == 26, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_flags, start_tag) == 0, "start_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_flags, kind_tag) == 10, "kind_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_flags, kind) == 11, "kind");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_flags, mode_tag) == 15, "mode_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_flags, mode) == 16, "mode");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_flags, audit_tag) == 20, "audit_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_flags, audit) == 21, "audit");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_flags, end_tag) == 25, "end_tag");

#define APPARMOR_POLICY_OFFSETOF_FLAGS_START_TAG 0
#define APPARMOR_POLICY_OFFSETOF_FLAGS_KIND_TAG 10
#define APPARMOR_POLICY_OFFSETOF_FLAGS_KIND 11
#define APPARMOR_POLICY_OFFSETOF_FLAGS_MODE_TAG 15
#define APPARMOR_POLICY_OFFSETOF_FLAGS_MODE 16
#define APPARMOR_POLICY_OFFSETOF_FLAGS_AUDIT_TAG 20
#define APPARMOR_POLICY_OFFSETOF_FLAGS_AUDIT 21
#define APPARMOR_POLICY_OFFSETOF_FLAGS_END_TAG 25

/* apparmor_policy::path_flags: 19 bytes */
struct apparmor_policy_path_flags {
    uint8_t start_tag[15]; /* bytes, = 04 0b 00 70 61 74 68 5f 66 6c 61 67 73 00 02 */
    apparmor_policy_u4le value; /* _ & 0xfffe7fe2 == 0 */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_path_flags) == 19, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_path_flags, start_tag) == 0, "start_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_path_flags, value) == 15, "value");

#define APPARMOR_POLICY_OFFSETOF_PATH_FLAGS_START_TAG 0
#define APPARMOR_POLICY_OFFSETOF_PATH_FLAGS_VALUE 15

/* apparmor_policy::capabilities: 20 bytes */
struct apparmor_policy_capabilities {
    struct apparmor_policy_word allow;
    struct apparmor_policy_word audit;
    struct apparmor_policy_word quiet;
    struct apparmor_policy_word unused;
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_capabilities) == 20, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_capabilities, allow) == 0, "allow");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_capabilities, audit) == 5, "audit");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_capabilities, quiet) == 10, "quiet");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_capabilities, unused) == 15, "unused");

#define APPARMOR_POLICY_OFFSETOF_CAPABILITIES_ALLOW 0
#define APPARMOR_POLICY_OFFSETOF_CAPABILITIES_AUDIT 5
#define APPARMOR_POLICY_OFFSETOF_CAPABILITIES_QUIET 10
#define APPARMOR_POLICY_OFFSETOF_CAPABILITIES_UNUSED 15

/*
 * apparmor_policy::caps64: 32 bytes
 *
 * The upper 32 of each set.
 */
struct apparmor_policy_caps64 {
    uint8_t start_tag[11]; /* bytes, = 04 07 00 63 61 70 73 36 34 00 07 */
    struct apparmor_policy_capabilities sets;
    uint8_t end_tag[1]; /* bytes, = 08 */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_caps64) == 32, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_caps64, start_tag) == 0, "start_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_caps64, sets) == 11, "sets");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_caps64, end_tag) == 31, "end_tag");

#define APPARMOR_POLICY_OFFSETOF_CAPS64_START_TAG 0
#define APPARMOR_POLICY_OFFSETOF_CAPS64_SETS 11
#define APPARMOR_POLICY_OFFSETOF_CAPS64_END_TAG 31

/* apparmor_policy::capsx: 21 bytes */
struct apparmor_policy_capsx {
    uint8_t start_tag[10]; /* bytes, = 04 06 00 63 61 70 73 78 00 07 */
    struct apparmor_policy_word low;
    struct apparmor_policy_word high;
    uint8_t end_tag[1]; /* bytes, = 08 */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_capsx) == 21, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_capsx, start_tag) == 0, "start_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_capsx, low) == 10, "low");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_capsx, high) == 15, "high");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_capsx, end_tag) == 20, "end_tag");

#define APPARMOR_POLICY_OFFSETOF_CAPSX_START_TAG 0
#define APPARMOR_POLICY_OFFSETOF_CAPSX_LOW 10
#define APPARMOR_POLICY_OFFSETOF_CAPSX_HIGH 15
#define APPARMOR_POLICY_OFFSETOF_CAPSX_END_TAG 20

/* apparmor_policy::xattrs: 14 bytes, of more that varies */
struct apparmor_policy_xattrs_head {
    uint8_t start_tag[12]; /* bytes, = 04 07 00 78 61 74 74 72 73 00 07 0b */
    apparmor_policy_u2le num_names;
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_xattrs_head) == 14, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_xattrs_head, start_tag) == 0, "start_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_xattrs_head, num_names) == 12, "num_names");

#define APPARMOR_POLICY_OFFSETOF_XATTRS_START_TAG 0
#define APPARMOR_POLICY_OFFSETOF_XATTRS_NUM_NAMES 12

/* apparmor_policy::rlimits: 20 bytes, of more that varies */
struct apparmor_policy_rlimits_head {
    uint8_t start_tag[13]; /* bytes, = 04 08 00 72 6c 69 6d 69 74 73 00 07 02 */
    apparmor_policy_u4le mask; /* at most 65535 */
    uint8_t array_tag[1]; /* bytes, = 0b */
    apparmor_policy_u2le num_limits; /* at most 16 */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_rlimits_head) == 20, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_rlimits_head, start_tag) == 0, "start_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_rlimits_head, mask) == 13, "mask");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_rlimits_head, array_tag) == 17, "array_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_rlimits_head, num_limits) == 18, "num_limits");

#define APPARMOR_POLICY_OFFSETOF_RLIMITS_START_TAG 0
#define APPARMOR_POLICY_OFFSETOF_RLIMITS_MASK 13
#define APPARMOR_POLICY_OFFSETOF_RLIMITS_ARRAY_TAG 17
#define APPARMOR_POLICY_OFFSETOF_RLIMITS_NUM_LIMITS 18

/* apparmor_policy::limit: 9 bytes */
struct apparmor_policy_limit {
    uint8_t tag[1]; /* bytes, = 03 */
    apparmor_policy_u8le value;
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_limit) == 9, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_limit, tag) == 0, "tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_limit, value) == 1, "value");

#define APPARMOR_POLICY_OFFSETOF_LIMIT_TAG 0
#define APPARMOR_POLICY_OFFSETOF_LIMIT_VALUE 1

/* apparmor_policy::secmark: 15 bytes, of more that varies */
struct apparmor_policy_secmark_head {
    uint8_t start_tag[13]; /* bytes, = 04 08 00 73 65 63 6d 61 72 6b 00 07 0b */
    apparmor_policy_u2le num_marks;
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_secmark_head) == 15, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_secmark_head, start_tag) == 0, "start_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_secmark_head, num_marks) == 13, "num_marks");

#define APPARMOR_POLICY_OFFSETOF_SECMARK_START_TAG 0
#define APPARMOR_POLICY_OFFSETOF_SECMARK_NUM_MARKS 13

/* apparmor_policy::mark: 4 bytes, of more that varies */
struct apparmor_policy_mark_head {
    uint8_t audit_tag[1]; /* bytes, = 00 */
    uint8_t audit; /* at most 1 */
    uint8_t deny_tag[1]; /* bytes, = 00 */
    uint8_t deny; /* at most 1 */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_mark_head) == 4, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_mark_head, audit_tag) == 0, "audit_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_mark_head, audit) == 1, "audit");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_mark_head, deny_tag) == 2, "deny_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_mark_head, deny) == 3, "deny");

#define APPARMOR_POLICY_OFFSETOF_MARK_AUDIT_TAG 0
#define APPARMOR_POLICY_OFFSETOF_MARK_AUDIT 1
#define APPARMOR_POLICY_OFFSETOF_MARK_DENY_TAG 2
#define APPARMOR_POLICY_OFFSETOF_MARK_DENY 3

/*
 * apparmor_policy::networks: 21 bytes, of more that varies
 *
 * Socket types by address family, for kernels without state machines for them.
 */
struct apparmor_policy_networks_head {
    uint8_t start_tag[19]; /* bytes, = 04 0f 00 6e 65 74 5f 61 6c 6c 6f 77 65 64 5f 61 66 00 0b */
    apparmor_policy_u2le num_families;
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_networks_head) == 21, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_networks_head, start_tag) == 0, "start_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_networks_head, num_families) == 19, "num_families");

#define APPARMOR_POLICY_OFFSETOF_NETWORKS_START_TAG 0
#define APPARMOR_POLICY_OFFSETOF_NETWORKS_NUM_FAMILIES 19

/* apparmor_policy::family: 9 bytes */
struct apparmor_policy_family {
    uint8_t allow_tag[1]; /* bytes, = 01 */
    apparmor_policy_u2le allow;
    uint8_t audit_tag[1]; /* bytes, = 01 */
    apparmor_policy_u2le audit;
    uint8_t quiet_tag[1]; /* bytes, = 01 */
    apparmor_policy_u2le quiet;
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_family) == 9, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_family, allow_tag) == 0, "allow_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_family, allow) == 1, "allow");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_family, audit_tag) == 3, "audit_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_family, audit) == 4, "audit");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_family, quiet_tag) == 6, "quiet_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_family, quiet) == 7, "quiet");

#define APPARMOR_POLICY_OFFSETOF_FAMILY_ALLOW_TAG 0
#define APPARMOR_POLICY_OFFSETOF_FAMILY_ALLOW 1
#define APPARMOR_POLICY_OFFSETOF_FAMILY_AUDIT_TAG 3
#define APPARMOR_POLICY_OFFSETOF_FAMILY_AUDIT 4
#define APPARMOR_POLICY_OFFSETOF_FAMILY_QUIET_TAG 6
#define APPARMOR_POLICY_OFFSETOF_FAMILY_QUIET 7

/*
 * apparmor_policy::policydb: 13 bytes, of more that varies
 *
 * All rules that are not about files.
 */
struct apparmor_policy_policydb_head {
    uint8_t start_tag[13]; /* bytes, = 04 09 00 70 6f 6c 69 63 79 64 62 00 07 */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_policydb_head) == 13, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_policydb_head, start_tag) == 0, "start_tag");

#define APPARMOR_POLICY_OFFSETOF_POLICYDB_START_TAG 0

/* apparmor_policy::policy_start: 14 bytes */
struct apparmor_policy_policy_start {
    uint8_t start_tag[10]; /* bytes, = 04 06 00 73 74 61 72 74 00 02 */
    apparmor_policy_u4le state;
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_policy_start) == 14, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_policy_start, start_tag) == 0, "start_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_policy_start, state) == 10, "state");

#define APPARMOR_POLICY_OFFSETOF_POLICY_START_START_TAG 0
#define APPARMOR_POLICY_OFFSETOF_POLICY_START_STATE 10

/* apparmor_policy::dfa_start: 18 bytes */
struct apparmor_policy_dfa_start {
    uint8_t start_tag[14]; /* bytes, = 04 0a 00 64 66 61 5f 73 74 61 72 74 00 02 */
    apparmor_policy_u4le state;
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_dfa_start) == 18, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_dfa_start, start_tag) == 0, "start_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_dfa_start, state) == 14, "state");

#define APPARMOR_POLICY_OFFSETOF_DFA_START_START_TAG 0
#define APPARMOR_POLICY_OFFSETOF_DFA_START_STATE 14

/* apparmor_policy::xtable: 14 bytes, of more that varies */
struct apparmor_policy_xtable_head {
    uint8_t start_tag[12]; /* bytes, = 04 07 00 78 74 61 62 6c 65 00 07 0b */
    apparmor_policy_u2le num_entries; /* 1 to 12 */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_xtable_head) == 14, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_xtable_head, start_tag) == 0, "start_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_xtable_head, num_entries) == 12, "num_entries");

#define APPARMOR_POLICY_OFFSETOF_XTABLE_START_TAG 0
#define APPARMOR_POLICY_OFFSETOF_XTABLE_NUM_ENTRIES 12

/*
 * apparmor_policy::exec_target: 3 bytes, of more that varies
 *
 * A profile; behind a colon a namespace, a zero byte and a profile in it.
 */
struct apparmor_policy_exec_target_head {
    uint8_t tag[1]; /* bytes, = 05 */
    apparmor_policy_u2le len_value; /* at least 2 */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_exec_target_head) == 3, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_exec_target_head, tag) == 0, "tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_exec_target_head, len_value) == 1, "len_value");

#define APPARMOR_POLICY_OFFSETOF_EXEC_TARGET_TAG 0
#define APPARMOR_POLICY_OFFSETOF_EXEC_TARGET_LEN_VALUE 1

/*
 * apparmor_policy::data: 9 bytes, of more that varies
 *
 * Values by name that programs may ask the kernel for.
 */
struct apparmor_policy_data_head {
    uint8_t start_tag[9]; /* bytes, = 04 05 00 64 61 74 61 00 07 */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_data_head) == 9, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_data_head, start_tag) == 0, "start_tag");

#define APPARMOR_POLICY_OFFSETOF_DATA_START_TAG 0

/* apparmor_policy::data_entry: 1 bytes, of more that varies */
struct apparmor_policy_data_entry_head {
    uint8_t tag; /* one of 5, 8 */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_data_entry_head) == 1, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_data_entry_head, tag) == 0, "tag");

#define APPARMOR_POLICY_OFFSETOF_DATA_ENTRY_TAG 0

/*
 * apparmor_policy::machine: 14 bytes, of more that varies
 *
 * A state machine as a blob; zero bytes in front align it to 8 from the section's start.
 */
struct apparmor_policy_machine_head {
    uint8_t start_tag[10]; /* bytes, = 04 06 00 61 61 64 66 61 00 06 */
    apparmor_policy_u4le len_blob; /* at least 24 */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_machine_head) == 14, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_machine_head, start_tag) == 0, "start_tag");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_machine_head, len_blob) == 10, "len_blob");

#define APPARMOR_POLICY_OFFSETOF_MACHINE_START_TAG 0
#define APPARMOR_POLICY_OFFSETOF_MACHINE_LEN_BLOB 10

/*
 * apparmor_policy::dfa: 24 bytes, of more that varies
 *
 * Next state of s on a byte c: i = base[s] + c; next[i] where check[i] is s, else default[s].
 */
struct apparmor_policy_dfa_head {
    uint8_t magic[4]; /* bytes, = 1b 5e 78 3d */
    apparmor_policy_u4be len_header; /* = 24 */
    apparmor_policy_u4be len_all; /* = _io.size */
    apparmor_policy_u2be flags; /* at most 3 */
    uint8_t producer[10]; /* bytes, = 6e 6f 74 66 6c 65 78 00 00 00 */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_dfa_head) == 24, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_dfa_head, magic) == 0, "magic");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_dfa_head, len_header) == 4, "len_header");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_dfa_head, len_all) == 8, "len_all");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_dfa_head, flags) == 12, "flags");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_dfa_head, producer) == 14, "producer");

#define APPARMOR_POLICY_OFFSETOF_DFA_MAGIC 0
#define APPARMOR_POLICY_OFFSETOF_DFA_LEN_HEADER 4
#define APPARMOR_POLICY_OFFSETOF_DFA_LEN_ALL 8
#define APPARMOR_POLICY_OFFSETOF_DFA_FLAGS 12
#define APPARMOR_POLICY_OFFSETOF_DFA_PRODUCER 14

/* apparmor_policy::table32: 12 bytes, of more that varies */
struct apparmor_policy_table32_head {
    apparmor_policy_u2be id; /* = expected_id */
    apparmor_policy_u2be width; /* = 4 */
    apparmor_policy_u4be rows; /* reserved: 0 */
    apparmor_policy_u4be num_items; /* _ > 0 and _ <= 0x10000 and (expected_items == 0 or _ == expected_items) */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_table32_head) == 12, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_table32_head, id) == 0, "id");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_table32_head, width) == 2, "width");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_table32_head, rows) == 4, "rows");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_table32_head, num_items) == 8, "num_items");

#define APPARMOR_POLICY_OFFSETOF_TABLE32_ID 0
#define APPARMOR_POLICY_OFFSETOF_TABLE32_WIDTH 2
#define APPARMOR_POLICY_OFFSETOF_TABLE32_ROWS 4
#define APPARMOR_POLICY_OFFSETOF_TABLE32_NUM_ITEMS 8

/* apparmor_policy::base_table: 12 bytes, of more that varies */
struct apparmor_policy_base_table_head {
    apparmor_policy_u2be id; /* = 2 */
    apparmor_policy_u2be width; /* = 4 */
    apparmor_policy_u4be rows; /* reserved: 0 */
    apparmor_policy_u4be num_items; /* = num_states */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_base_table_head) == 12, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_base_table_head, id) == 0, "id");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_base_table_head, width) == 2, "width");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_base_table_head, rows) == 4, "rows");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_base_table_head, num_items) == 8, "num_items");

#define APPARMOR_POLICY_OFFSETOF_BASE_TABLE_ID 0
#define APPARMOR_POLICY_OFFSETOF_BASE_TABLE_WIDTH 2
#define APPARMOR_POLICY_OFFSETOF_BASE_TABLE_ROWS 4
#define APPARMOR_POLICY_OFFSETOF_BASE_TABLE_NUM_ITEMS 8

/* apparmor_policy::table16: 12 bytes, of more that varies */
struct apparmor_policy_table16_head {
    apparmor_policy_u2be id; /* = expected_id */
    apparmor_policy_u2be width; /* = 2 */
    apparmor_policy_u4be rows; /* reserved: 0 */
    apparmor_policy_u4be num_items; /* _ > 0 and (expected_items == 0 or _ == expected_items) */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_table16_head) == 12, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_table16_head, id) == 0, "id");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_table16_head, width) == 2, "width");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_table16_head, rows) == 4, "rows");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_table16_head, num_items) == 8, "num_items");

#define APPARMOR_POLICY_OFFSETOF_TABLE16_ID 0
#define APPARMOR_POLICY_OFFSETOF_TABLE16_WIDTH 2
#define APPARMOR_POLICY_OFFSETOF_TABLE16_ROWS 4
#define APPARMOR_POLICY_OFFSETOF_TABLE16_NUM_ITEMS 8

/* apparmor_policy::check_table: 12 bytes, of more that varies */
struct apparmor_policy_check_table_head {
    apparmor_policy_u2be id; /* = 3 */
    apparmor_policy_u2be width; /* = 2 */
    apparmor_policy_u4be rows; /* reserved: 0 */
    apparmor_policy_u4be num_items; /* = _parent.next.num_items */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_check_table_head) == 12, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_check_table_head, id) == 0, "id");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_check_table_head, width) == 2, "width");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_check_table_head, rows) == 4, "rows");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_check_table_head, num_items) == 8, "num_items");

#define APPARMOR_POLICY_OFFSETOF_CHECK_TABLE_ID 0
#define APPARMOR_POLICY_OFFSETOF_CHECK_TABLE_WIDTH 2
#define APPARMOR_POLICY_OFFSETOF_CHECK_TABLE_ROWS 4
#define APPARMOR_POLICY_OFFSETOF_CHECK_TABLE_NUM_ITEMS 8

/* apparmor_policy::table8: 272 bytes */
struct apparmor_policy_table8 {
    apparmor_policy_u2be id; /* = 5 */
    apparmor_policy_u2be width; /* = 1 */
    apparmor_policy_u4be rows; /* reserved: 0 */
    apparmor_policy_u4be num_items; /* = 256 */
    uint8_t items[256];
    uint8_t padding[4]; /* bytes, reserved: 0 */
};
APPARMOR_POLICY_STATIC_ASSERT(sizeof(struct apparmor_policy_table8) == 272, "size");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_table8, id) == 0, "id");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_table8, width) == 2, "width");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_table8, rows) == 4, "rows");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_table8, num_items) == 8, "num_items");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_table8, items) == 12, "items");
APPARMOR_POLICY_STATIC_ASSERT(offsetof(struct apparmor_policy_table8, padding) == 268, "padding");

#define APPARMOR_POLICY_OFFSETOF_TABLE8_ID 0
#define APPARMOR_POLICY_OFFSETOF_TABLE8_WIDTH 2
#define APPARMOR_POLICY_OFFSETOF_TABLE8_ROWS 4
#define APPARMOR_POLICY_OFFSETOF_TABLE8_NUM_ITEMS 8
#define APPARMOR_POLICY_OFFSETOF_TABLE8_ITEMS 12
#define APPARMOR_POLICY_OFFSETOF_TABLE8_PADDING 268

#endif /* CONTENTGATE_APPARMOR_POLICY_H */
