/*
 * wdac_policy: App Control for Business policy (WDAC, code integrity), binary form
 *
 * Made by `contentgate schema export --to c-header`: make it anew rather than edit it.
 *
 * What stands here holds for every file that contentgate accepts. It is for checks at compile
 * time; a consumer bounds every read at run time as well.
 */
#ifndef CONTENTGATE_WDAC_POLICY_H
#define CONTENTGATE_WDAC_POLICY_H

#ifdef __KERNEL__
#include <linux/stddef.h>
#include <linux/types.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif

#define WDAC_POLICY_SCHEMA_DIGEST \
    "7228bc60cf613c3909b8de319ab4c69b9336d178819b315b8315741503386d0f"

/* ---- Assertions: for use at file scope or in a function, with a semicolon behind ---- */

#if defined(__cplusplus)
#define WDAC_POLICY_STATIC_ASSERT(condition, text) static_assert(condition, text)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define WDAC_POLICY_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#elif defined(__GNUC__)
#define WDAC_POLICY_STATIC_ASSERT(condition, text) __extension__ _Static_assert(condition, text)
#else
#define WDAC_POLICY_STATIC_ASSERT(condition, text) \
    extern char wdac_policy_static_assert[(condition) ? 1 : -1]
#endif

/* Number of elements of an array; a pointer in its place does not compile. */
#if defined(__cplusplus)
extern "C++" {
template <typename T, size_t N> char (&wdac_policy_array_of(T (&)[N]))[N];
}
#define WDAC_POLICY_ARRAY_LENGTH(array) (sizeof(wdac_policy_array_of(array)))
#elif defined(__GNUC__)
#define WDAC_POLICY_ARRAY_LENGTH(array) \
    (sizeof(array) / sizeof((array)[0]) + 0 * sizeof(char[ \
        __builtin_types_compatible_p(__typeof__(array), __typeof__(&(array)[0])) ? -1 : 1]))
#else
#define WDAC_POLICY_ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#endif

/* The array has room for so many elements: for arrays filled from repeated fields (MAXCOUNT) and
 * for tables that are indexed by a value of the file (SPAN). */
#define WDAC_POLICY_ASSERT_ROOM(array, count) \
    WDAC_POLICY_STATIC_ASSERT(WDAC_POLICY_ARRAY_LENGTH(array) >= (count), \
        "wdac_policy: " #array " has fewer than " #count " elements")

/* The buffer is large enough for so many bytes (SIZEOF, MAXSIZEOF, MAXLEN). */
#define WDAC_POLICY_ASSERT_BYTES(buffer, size) \
    WDAC_POLICY_STATIC_ASSERT(sizeof(buffer) >= (size), \
        "wdac_policy: " #buffer " has fewer than " #size " bytes")

/* Whether `length` bytes at `offset` lie inside `size` bytes; cannot wrap. */
static inline int wdac_policy_fits(size_t size, size_t offset, size_t length)
{
    return offset <= size && length <= size - offset;
}

/* ---- Enums ---- */

/* wdac_policy::action */
enum wdac_policy_action {
    WDAC_POLICY_ACTION_DENY = 0,
    WDAC_POLICY_ACTION_ALLOW = 1,
    WDAC_POLICY_ACTION_ATTRIBUTE = 2
};
#define WDAC_POLICY_SPAN_ACTION 3 /* length of a table indexed by it */
#define WDAC_POLICY_EACH_ACTION(X) \
    X(WDAC_POLICY_ACTION_DENY, 0, "deny") \
    X(WDAC_POLICY_ACTION_ALLOW, 1, "allow") \
    X(WDAC_POLICY_ACTION_ATTRIBUTE, 2, "attribute")

/* wdac_policy::setting_kind */
enum wdac_policy_setting_kind {
    WDAC_POLICY_SETTING_KIND_TRUTH = 0,
    WDAC_POLICY_SETTING_KIND_NUMBER = 1,
    WDAC_POLICY_SETTING_KIND_DATA = 2,
    WDAC_POLICY_SETTING_KIND_TEXT = 3
};
#define WDAC_POLICY_SPAN_SETTING_KIND 4 /* length of a table indexed by it */
#define WDAC_POLICY_EACH_SETTING_KIND(X) \
    X(WDAC_POLICY_SETTING_KIND_TRUTH, 0, "truth") \
    X(WDAC_POLICY_SETTING_KIND_NUMBER, 1, "number") \
    X(WDAC_POLICY_SETTING_KIND_DATA, 2, "data") \
    X(WDAC_POLICY_SETTING_KIND_TEXT, 3, "text")

/* wdac_policy::root_kind */
enum wdac_policy_root_kind {
    WDAC_POLICY_ROOT_KIND_DIGEST = 0,
    WDAC_POLICY_ROOT_KIND_WELL_KNOWN = 1
};
#define WDAC_POLICY_SPAN_ROOT_KIND 2 /* length of a table indexed by it */
#define WDAC_POLICY_EACH_ROOT_KIND(X) \
    X(WDAC_POLICY_ROOT_KIND_DIGEST, 0, "digest") \
    X(WDAC_POLICY_ROOT_KIND_WELL_KNOWN, 1, "well_known")

/* wdac_policy::app_value */
enum wdac_policy_app_value {
    WDAC_POLICY_APP_VALUE_TRUTH = 0,
    WDAC_POLICY_APP_VALUE_TEXT = 3,
    WDAC_POLICY_APP_VALUE_TEXTS = 4
};
#define WDAC_POLICY_SPAN_APP_VALUE 5 /* length of a table indexed by it */
#define WDAC_POLICY_EACH_APP_VALUE(X) \
    X(WDAC_POLICY_APP_VALUE_TRUTH, 0, "truth") \
    X(WDAC_POLICY_APP_VALUE_TEXT, 3, "text") \
    X(WDAC_POLICY_APP_VALUE_TEXTS, 4, "texts")

/* ---- Limits ---- */

#define WDAC_POLICY_MAXSIZEOF_FILE 67108864 /* bytes */
#define WDAC_POLICY_MAX_NESTING 16 /* objects */
#define WDAC_POLICY_MAX_NODES 20000000 /* values of a file */

/* wdac_policy */
#define WDAC_POLICY_MIN_FORMAT 1
#define WDAC_POLICY_MAX_FORMAT 8
#define WDAC_POLICY_VALUE_HEADER_SIZE 64
#define WDAC_POLICY_MAXCOUNT_USAGES 20000000 /* by the limits of a file */
#define WDAC_POLICY_MAXCOUNT_FILE_RULES 11184810 /* by the limits of a file */
#define WDAC_POLICY_MAXCOUNT_SIGNERS 7456540 /* by the limits of a file */
#define WDAC_POLICY_MAXCOUNT_SCENARIOS 5592405 /* by the limits of a file */
#define WDAC_POLICY_MAXCOUNT_SETTINGS 9586980 /* by the limits of a file */
#define WDAC_POLICY_MIN_END_TAG 2
#define WDAC_POLICY_MAX_END_TAG 9

/* wdac_policy::counted_bytes */
#define WDAC_POLICY_MINSIZEOF_COUNTED_BYTES 4
#define WDAC_POLICY_MAXLEN_COUNTED_BYTES_PADDING 3 /* bytes */

/* wdac_policy::text */
#define WDAC_POLICY_MINSIZEOF_TEXT 8
#define WDAC_POLICY_MAXLEN_TEXT_PADDING 3 /* bytes */
#define WDAC_POLICY_VALUE_TEXT_TERMINATOR 0

/* wdac_policy::file_rule */
#define WDAC_POLICY_MINSIZEOF_FILE_RULE 24

/* wdac_policy::signer */
#define WDAC_POLICY_MINSIZEOF_SIGNER 36
#define WDAC_POLICY_MAX_SIGNER_USAGES 4294967294u
#define WDAC_POLICY_MAXCOUNT_SIGNER_USAGES 20000000 /* by the limits of a file */
#define WDAC_POLICY_MAXCOUNT_SIGNER_ATTRIBUTES 20000000 /* by the limits of a file */

/* wdac_policy::rule_ref */
#define WDAC_POLICY_SIZEOF_RULE_REF 4
#define WDAC_POLICY_MAX_RULE_REF_WANTED 3
#define WDAC_POLICY_MAX_RULE_REF_RULE 4294967294u

/* wdac_policy::signer_ref */
#define WDAC_POLICY_SIZEOF_SIGNER_REF 4
#define WDAC_POLICY_MAX_SIGNER_REF_SIGNER 4294967294u

/* wdac_policy::signer_list */
#define WDAC_POLICY_MINSIZEOF_SIGNER_LIST 4
#define WDAC_POLICY_MAXCOUNT_SIGNER_LIST_ITEMS 20000000 /* by the limits of a file */

/* wdac_policy::scenario */
#define WDAC_POLICY_MINSIZEOF_SCENARIO 48
#define WDAC_POLICY_MAX_SCENARIO_INDEX 4294967294u
#define WDAC_POLICY_MAX_SCENARIO_VALUE 255
#define WDAC_POLICY_MAX_SCENARIO_INHERITED 4294967294u
#define WDAC_POLICY_MAXCOUNT_SCENARIO_INHERITED 20000000 /* by the limits of a file */
#define WDAC_POLICY_MAX_SCENARIO_LEAST_DIGEST 65535

/* wdac_policy::signer_set */
#define WDAC_POLICY_MINSIZEOF_SIGNER_SET 12
#define WDAC_POLICY_MAXCOUNT_SIGNER_SET_ALLOWED 20000000 /* by the limits of a file */
#define WDAC_POLICY_MAXCOUNT_SIGNER_SET_DENIED 20000000 /* by the limits of a file */
#define WDAC_POLICY_MAXCOUNT_SIGNER_SET_RULES 20000000 /* by the limits of a file */

/* wdac_policy::excepted_signer */
#define WDAC_POLICY_MINSIZEOF_EXCEPTED_SIGNER 8
#define WDAC_POLICY_MAX_EXCEPTED_SIGNER_EXCEPTION 1
#define WDAC_POLICY_MAX_EXCEPTED_SIGNER_SIGNER 4294967294u
#define WDAC_POLICY_MAXCOUNT_EXCEPTED_SIGNER_EXCEPTIONS 20000000 /* by the limits of a file */

/* wdac_policy::setting */
#define WDAC_POLICY_MINSIZEOF_SETTING 28

/* wdac_policy::truth */
#define WDAC_POLICY_SIZEOF_TRUTH 4
#define WDAC_POLICY_MAX_TRUTH_VALUE 1

/* wdac_policy::limits */
#define WDAC_POLICY_MINSIZEOF_LIMITS 4
#define WDAC_POLICY_VALUE_LIMITS_TAG 3
#define WDAC_POLICY_MAXCOUNT_LIMITS_RULES 20000000 /* by the limits of a file */
#define WDAC_POLICY_MAXCOUNT_LIMITS_SIGNED_AFTER 20000000 /* by the limits of a file */

/* wdac_policy::rule_limit */
#define WDAC_POLICY_MINSIZEOF_RULE_LIMIT 12
#define WDAC_POLICY_MAXCOUNT_RULE_LIMIT_APPS 20000000 /* by the limits of a file */

/* wdac_policy::descriptions */
#define WDAC_POLICY_MINSIZEOF_DESCRIPTIONS 4
#define WDAC_POLICY_VALUE_DESCRIPTIONS_TAG 4
#define WDAC_POLICY_MAXCOUNT_DESCRIPTIONS_RULES 11184810 /* by the limits of a file */

/* wdac_policy::rule_description */
#define WDAC_POLICY_MINSIZEOF_RULE_DESCRIPTION 24

/* wdac_policy::packages */
#define WDAC_POLICY_MINSIZEOF_PACKAGES 4
#define WDAC_POLICY_VALUE_PACKAGES_TAG 5
#define WDAC_POLICY_MAXCOUNT_PACKAGES_RULES 16777216 /* by the limits of a file */

/* wdac_policy::rule_package */
#define WDAC_POLICY_MINSIZEOF_RULE_PACKAGE 16

/* wdac_policy::identity */
#define WDAC_POLICY_MINSIZEOF_IDENTITY 40
#define WDAC_POLICY_VALUE_IDENTITY_TAG 6

/* wdac_policy::paths */
#define WDAC_POLICY_MINSIZEOF_PATHS 4
#define WDAC_POLICY_VALUE_PATHS_TAG 7
#define WDAC_POLICY_MAXCOUNT_PATHS_RULES 20000000 /* by the limits of a file */

/* wdac_policy::apps */
#define WDAC_POLICY_MINSIZEOF_APPS 8
#define WDAC_POLICY_VALUE_APPS_TAG 8
#define WDAC_POLICY_MAXCOUNT_APPS_ITEMS 20000000 /* by the limits of a file */

/* wdac_policy::app */
#define WDAC_POLICY_MINSIZEOF_APP 12
#define WDAC_POLICY_MAXCOUNT_APP_SETTINGS 20000000 /* by the limits of a file */

/* wdac_policy::app_setting */
#define WDAC_POLICY_MINSIZEOF_APP_SETTING 13

/* wdac_policy::texts */
#define WDAC_POLICY_MINSIZEOF_TEXTS 4
#define WDAC_POLICY_MAXCOUNT_TEXTS_ITEMS 20000000 /* by the limits of a file */

/* ---- Layout ---- */

static inline uint32_t wdac_policy_load_u4le(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint32_t)((uint32_t)at[0] |
        (uint32_t)at[1] << 8 |
        (uint32_t)at[2] << 16 |
        (uint32_t)at[3] << 24);
}

static inline uint64_t wdac_policy_load_u8le(const void *bytes)
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

typedef struct wdac_policy_u4le { uint8_t bytes[4]; } wdac_policy_u4le;
typedef struct wdac_policy_u8le { uint8_t bytes[8]; } wdac_policy_u8le;

/* wdac_policy: 68 bytes, of more that varies */
struct wdac_policy_head {
    wdac_policy_u4le format; /* 1 to 8 */
    uint8_t policy_type[16]; /* bytes */
    uint8_t platform[16]; /* bytes */
    wdac_policy_u4le options; /* _ & 0x80000000 != 0 */
    wdac_policy_u4le usage_count;
    wdac_policy_u4le file_rule_count;
    wdac_policy_u4le signer_count;
    wdac_policy_u4le scenario_count;
    wdac_policy_u8le version;
    wdac_policy_u4le header_size; /* = 64 */
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_head) == 68, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_head, format) == 0, "format");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_head, policy_type) == 4, "policy_type");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_head, platform) == 20, "platform");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_head, options) == 36, "options");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_head, usage_count) == 40, "usage_count");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_head, file_rule_count) == 44, "file_rule_count");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_head, signer_count) == 48, "signer_count");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_head, scenario_count) == 52, "scenario_count");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_head, version) == 56, "version");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_head, header_size) == 64, "header_size");

#define WDAC_POLICY_OFFSETOF_FORMAT 0
#define WDAC_POLICY_OFFSETOF_POLICY_TYPE 4
#define WDAC_POLICY_OFFSETOF_PLATFORM 20
#define WDAC_POLICY_OFFSETOF_OPTIONS 36
#define WDAC_POLICY_OFFSETOF_USAGE_COUNT 40
#define WDAC_POLICY_OFFSETOF_FILE_RULE_COUNT 44
#define WDAC_POLICY_OFFSETOF_SIGNER_COUNT 48
#define WDAC_POLICY_OFFSETOF_SCENARIO_COUNT 52
#define WDAC_POLICY_OFFSETOF_VERSION 56
#define WDAC_POLICY_OFFSETOF_HEADER_SIZE 64

/* wdac_policy::counted_bytes: 4 bytes, of more that varies */
struct wdac_policy_counted_bytes_head {
    wdac_policy_u4le len;
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_counted_bytes_head) == 4, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_counted_bytes_head, len) == 0, "len");

#define WDAC_POLICY_OFFSETOF_COUNTED_BYTES_LEN 0

/* wdac_policy::text: 4 bytes, of more that varies */
struct wdac_policy_text_head {
    wdac_policy_u4le len; /* _ % 2 == 0 */
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_text_head) == 4, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_text_head, len) == 0, "len");

#define WDAC_POLICY_OFFSETOF_TEXT_LEN 0

/* wdac_policy::file_rule: 4 bytes, of more that varies */
struct wdac_policy_file_rule_head {
    wdac_policy_u4le action; /* u4le as action, a member of the enum */
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_file_rule_head) == 4, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_file_rule_head, action) == 0, "action");

#define WDAC_POLICY_OFFSETOF_FILE_RULE_ACTION 0

/* wdac_policy::signer: 4 bytes, of more that varies */
struct wdac_policy_signer_head {
    wdac_policy_u4le root_kind; /* u4le as root_kind, a member of the enum */
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_signer_head) == 4, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_signer_head, root_kind) == 0, "root_kind");

#define WDAC_POLICY_OFFSETOF_SIGNER_ROOT_KIND 0

/* wdac_policy::rule_ref: 4 bytes */
struct wdac_policy_rule_ref {
    wdac_policy_u4le rule; /* _ < _root.file_rule_count */
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_rule_ref) == 4, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_rule_ref, rule) == 0, "rule");

#define WDAC_POLICY_OFFSETOF_RULE_REF_RULE 0

/* wdac_policy::signer_ref: 4 bytes */
struct wdac_policy_signer_ref {
    wdac_policy_u4le signer; /* _ < _root.signer_count */
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_signer_ref) == 4, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_signer_ref, signer) == 0, "signer");

#define WDAC_POLICY_OFFSETOF_SIGNER_REF_SIGNER 0

/* wdac_policy::signer_list: 4 bytes, of more that varies */
struct wdac_policy_signer_list_head {
    wdac_policy_u4le count;
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_signer_list_head) == 4, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_signer_list_head, count) == 0, "count");

#define WDAC_POLICY_OFFSETOF_SIGNER_LIST_COUNT 0

/* wdac_policy::scenario: 8 bytes, of more that varies */
struct wdac_policy_scenario_head {
    wdac_policy_u4le value; /* at most 255 */
    wdac_policy_u4le inherited_count;
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_scenario_head) == 8, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_scenario_head, value) == 0, "value");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_scenario_head, inherited_count) == 4, "inherited_count");

#define WDAC_POLICY_OFFSETOF_SCENARIO_VALUE 0
#define WDAC_POLICY_OFFSETOF_SCENARIO_INHERITED_COUNT 4

/* wdac_policy::signer_set: 4 bytes, of more that varies */
struct wdac_policy_signer_set_head {
    wdac_policy_u4le allowed_count;
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_signer_set_head) == 4, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_signer_set_head, allowed_count) == 0, "allowed_count");

#define WDAC_POLICY_OFFSETOF_SIGNER_SET_ALLOWED_COUNT 0

/* wdac_policy::excepted_signer: 8 bytes, of more that varies */
struct wdac_policy_excepted_signer_head {
    wdac_policy_u4le signer; /* _ < _root.signer_count */
    wdac_policy_u4le exception_count;
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_excepted_signer_head) == 8, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_excepted_signer_head, signer) == 0, "signer");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_excepted_signer_head, exception_count) == 4, "exception_count");

#define WDAC_POLICY_OFFSETOF_EXCEPTED_SIGNER_SIGNER 0
#define WDAC_POLICY_OFFSETOF_EXCEPTED_SIGNER_EXCEPTION_COUNT 4

/* wdac_policy::truth: 4 bytes */
struct wdac_policy_truth {
    wdac_policy_u4le value; /* at most 1 */
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_truth) == 4, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_truth, value) == 0, "value");

#define WDAC_POLICY_OFFSETOF_TRUTH_VALUE 0

/*
 * wdac_policy::limits: 4 bytes, of more that varies
 *
 * Block 3, for each file rule and each signer.
 */
struct wdac_policy_limits_head {
    wdac_policy_u4le tag; /* = 3 */
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_limits_head) == 4, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_limits_head, tag) == 0, "tag");

#define WDAC_POLICY_OFFSETOF_LIMITS_TAG 0

/* wdac_policy::rule_limit: 12 bytes, of more that varies */
struct wdac_policy_rule_limit_head {
    wdac_policy_u8le maximum_version;
    wdac_policy_u4le app_count;
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_rule_limit_head) == 12, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_rule_limit_head, maximum_version) == 0, "maximum_version");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_rule_limit_head, app_count) == 8, "app_count");

#define WDAC_POLICY_OFFSETOF_RULE_LIMIT_MAXIMUM_VERSION 0
#define WDAC_POLICY_OFFSETOF_RULE_LIMIT_APP_COUNT 8

/*
 * wdac_policy::descriptions: 4 bytes, of more that varies
 *
 * Block 4, for each file rule.
 */
struct wdac_policy_descriptions_head {
    wdac_policy_u4le tag; /* = 4 */
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_descriptions_head) == 4, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_descriptions_head, tag) == 0, "tag");

#define WDAC_POLICY_OFFSETOF_DESCRIPTIONS_TAG 0

/*
 * wdac_policy::packages: 4 bytes, of more that varies
 *
 * Block 5, for each file rule.
 */
struct wdac_policy_packages_head {
    wdac_policy_u4le tag; /* = 5 */
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_packages_head) == 4, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_packages_head, tag) == 0, "tag");

#define WDAC_POLICY_OFFSETOF_PACKAGES_TAG 0

/*
 * wdac_policy::identity: 36 bytes, of more that varies
 *
 * Block 6.
 */
struct wdac_policy_identity_head {
    wdac_policy_u4le tag; /* = 6 */
    uint8_t policy[16]; /* bytes */
    uint8_t base[16]; /* bytes */
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_identity_head) == 36, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_identity_head, tag) == 0, "tag");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_identity_head, policy) == 4, "policy");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_identity_head, base) == 20, "base");

#define WDAC_POLICY_OFFSETOF_IDENTITY_TAG 0
#define WDAC_POLICY_OFFSETOF_IDENTITY_POLICY 4
#define WDAC_POLICY_OFFSETOF_IDENTITY_BASE 20

/*
 * wdac_policy::paths: 4 bytes, of more that varies
 *
 * Block 7, for each file rule.
 */
struct wdac_policy_paths_head {
    wdac_policy_u4le tag; /* = 7 */
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_paths_head) == 4, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_paths_head, tag) == 0, "tag");

#define WDAC_POLICY_OFFSETOF_PATHS_TAG 0

/*
 * wdac_policy::apps: 8 bytes, of more that varies
 *
 * Block 8, settings of applications.
 */
struct wdac_policy_apps_head {
    wdac_policy_u4le tag; /* = 8 */
    wdac_policy_u4le count;
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_apps_head) == 8, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_apps_head, tag) == 0, "tag");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_apps_head, count) == 4, "count");

#define WDAC_POLICY_OFFSETOF_APPS_TAG 0
#define WDAC_POLICY_OFFSETOF_APPS_COUNT 4

/* wdac_policy::texts: 4 bytes, of more that varies */
struct wdac_policy_texts_head {
    wdac_policy_u4le count;
};
WDAC_POLICY_STATIC_ASSERT(sizeof(struct wdac_policy_texts_head) == 4, "size");
WDAC_POLICY_STATIC_ASSERT(offsetof(struct wdac_policy_texts_head, count) == 0, "count");

#define WDAC_POLICY_OFFSETOF_TEXTS_COUNT 0

#endif /* CONTENTGATE_WDAC_POLICY_H */
