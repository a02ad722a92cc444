/*
 * channel_file: contentgate channel file (invented reference format)
 *
 * Made by `contentgate schema export --to c-header`: make it anew rather than edit it.
 *
 * What stands here holds for every file that contentgate accepts. It is for checks at compile
 * time; a consumer bounds every read at run time as well.
 */
#ifndef CONTENTGATE_CHANNEL_FILE_H
#define CONTENTGATE_CHANNEL_FILE_H

#ifdef __KERNEL__
#include <linux/stddef.h>
#include <linux/types.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif

#define CHANNEL_FILE_SCHEMA_DIGEST \
    "01584507334e13bada8b57419d0cbe312c76ee47ae0b666ff5de266fd8f1c1d4"

/* ---- Assertions: for use at file scope or in a function, with a semicolon behind ---- */

#if defined(__cplusplus)
#define CHANNEL_FILE_STATIC_ASSERT(condition, text) static_assert(condition, text)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define CHANNEL_FILE_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#elif defined(__GNUC__)
#define CHANNEL_FILE_STATIC_ASSERT(condition, text) __extension__ _Static_assert(condition, text)
#else
#define CHANNEL_FILE_STATIC_ASSERT(condition, text) \
    extern char channel_file_static_assert[(condition) ? 1 : -1]
#endif

/* Number of elements of an array; a pointer in its place does not compile. */
#if defined(__cplusplus)
extern "C++" {
template <typename T, size_t N> char (&channel_file_array_of(T (&)[N]))[N];
}
#define CHANNEL_FILE_ARRAY_LENGTH(array) (sizeof(channel_file_array_of(array)))
#elif defined(__GNUC__)
#define CHANNEL_FILE_ARRAY_LENGTH(array) \
    (sizeof(array) / sizeof((array)[0]) + 0 * sizeof(char[ \
        __builtin_types_compatible_p(__typeof__(array), __typeof__(&(array)[0])) ? -1 : 1]))
#else
#define CHANNEL_FILE_ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#endif

/* The array has room for so many elements: for arrays filled from repeated fields (MAXCOUNT) and
 * for tables that are indexed by a value of the file (SPAN). */
#define CHANNEL_FILE_ASSERT_ROOM(array, count) \
    CHANNEL_FILE_STATIC_ASSERT(CHANNEL_FILE_ARRAY_LENGTH(array) >= (count), \
        "channel_file: " #array " has fewer than " #count " elements")

/* The buffer is large enough for so many bytes (SIZEOF, MAXSIZEOF, MAXLEN). */
#define CHANNEL_FILE_ASSERT_BYTES(buffer, size) \
    CHANNEL_FILE_STATIC_ASSERT(sizeof(buffer) >= (size), \
        "channel_file: " #buffer " has fewer than " #size " bytes")

/* Whether `length` bytes at `offset` lie inside `size` bytes; cannot wrap. */
static inline int channel_file_fits(size_t size, size_t offset, size_t length)
{
    return offset <= size && length <= size - offset;
}

/* ---- What content asks of its consumer ---- */

/*
 * contract.inputs (one for each key)
 *
 * For every template name, how many input values the consumer's integration code really
 * supplies: the length of its array `NAME_inputs`, never the template's definition.
 *
 * Asked for by template-exceeds-contract, count-exceeds-contract.
 */
#define CHANNEL_FILE_ASSERT_INPUTS(array, asked) \
    CHANNEL_FILE_STATIC_ASSERT(CHANNEL_FILE_ARRAY_LENGTH(array) >= (asked), \
        "contract.inputs: " #array " is shorter than " #asked)
#define CHANNEL_FILE_ASSERT_INPUTS_VALUE(value, asked) \
    CHANNEL_FILE_STATIC_ASSERT((value) >= (asked), \
        "contract.inputs: " #value " is less than " #asked)
#define CHANNEL_FILE_MAXASKED_INPUTS 64 /* no file can ask for more */

/*
 * contract.max_templates
 *
 * Number of template types that the consumer has room for.
 *
 * Asked for by count-exceeds-contract.
 */
#define CHANNEL_FILE_ASSERT_MAX_TEMPLATES(array, asked) \
    CHANNEL_FILE_STATIC_ASSERT(CHANNEL_FILE_ARRAY_LENGTH(array) >= (asked), \
        "contract.max_templates: " #array " is shorter than " #asked)
#define CHANNEL_FILE_ASSERT_MAX_TEMPLATES_VALUE(value, asked) \
    CHANNEL_FILE_STATIC_ASSERT((value) >= (asked), \
        "contract.max_templates: " #value " is less than " #asked)

/*
 * contract.max_instances
 *
 * Number of instances that the consumer has room for.
 *
 * Asked for by count-exceeds-contract.
 */
#define CHANNEL_FILE_ASSERT_MAX_INSTANCES(array, asked) \
    CHANNEL_FILE_STATIC_ASSERT(CHANNEL_FILE_ARRAY_LENGTH(array) >= (asked), \
        "contract.max_instances: " #array " is shorter than " #asked)
#define CHANNEL_FILE_ASSERT_MAX_INSTANCES_VALUE(value, asked) \
    CHANNEL_FILE_STATIC_ASSERT((value) >= (asked), \
        "contract.max_instances: " #value " is less than " #asked)

/*
 * contract.format_version_max
 *
 * Highest format version that the consumer reads.
 *
 * Asked for by version-exceeds-contract.
 */
#define CHANNEL_FILE_ASSERT_FORMAT_VERSION_MAX(array, asked) \
    CHANNEL_FILE_STATIC_ASSERT(CHANNEL_FILE_ARRAY_LENGTH(array) >= (asked), \
        "contract.format_version_max: " #array " is shorter than " #asked)
#define CHANNEL_FILE_ASSERT_FORMAT_VERSION_MAX_VALUE(value, asked) \
    CHANNEL_FILE_STATIC_ASSERT((value) >= (asked), \
        "contract.format_version_max: " #value " is less than " #asked)
#define CHANNEL_FILE_MAXASKED_FORMAT_VERSION_MAX 2 /* no file can ask for more */

/* ---- Enums ---- */

/* channel_file::value_type */
enum channel_file_value_type {
    CHANNEL_FILE_VALUE_TYPE_U1 = 0, /* the value of a number type takes 2 to the power of its code in bytes */
    CHANNEL_FILE_VALUE_TYPE_U2 = 1,
    CHANNEL_FILE_VALUE_TYPE_U4 = 2,
    CHANNEL_FILE_VALUE_TYPE_U8 = 3,
    CHANNEL_FILE_VALUE_TYPE_IP6 = 4, /* 16 bytes; an IPv4 address is mapped */
    CHANNEL_FILE_VALUE_TYPE_TEXT = 5 /* UTF-8, any length above 0 */
};
#define CHANNEL_FILE_SPAN_VALUE_TYPE 6 /* length of a table indexed by it */
#define CHANNEL_FILE_EACH_VALUE_TYPE(X) \
    X(CHANNEL_FILE_VALUE_TYPE_U1, 0, "u1") \
    X(CHANNEL_FILE_VALUE_TYPE_U2, 1, "u2") \
    X(CHANNEL_FILE_VALUE_TYPE_U4, 2, "u4") \
    X(CHANNEL_FILE_VALUE_TYPE_U8, 3, "u8") \
    X(CHANNEL_FILE_VALUE_TYPE_IP6, 4, "ip6") \
    X(CHANNEL_FILE_VALUE_TYPE_TEXT, 5, "text")

/* channel_file::operator */
enum channel_file_operator {
    CHANNEL_FILE_OPERATOR_WILDCARD = 0, /* matches everything and reads no input */
    CHANNEL_FILE_OPERATOR_EQUALS = 1,
    CHANNEL_FILE_OPERATOR_NOT_EQUALS = 2,
    CHANNEL_FILE_OPERATOR_PREFIX = 3,
    CHANNEL_FILE_OPERATOR_SUFFIX = 4,
    CHANNEL_FILE_OPERATOR_REGEX = 5,
    CHANNEL_FILE_OPERATOR_RANGE = 6, /* lowest and highest permitted value */
    CHANNEL_FILE_OPERATOR_IN_LIST = 7 /* one of several values; a text list is separated by 00 */
};
#define CHANNEL_FILE_SPAN_OPERATOR 8 /* length of a table indexed by it */
#define CHANNEL_FILE_EACH_OPERATOR(X) \
    X(CHANNEL_FILE_OPERATOR_WILDCARD, 0, "wildcard") \
    X(CHANNEL_FILE_OPERATOR_EQUALS, 1, "equals") \
    X(CHANNEL_FILE_OPERATOR_NOT_EQUALS, 2, "not_equals") \
    X(CHANNEL_FILE_OPERATOR_PREFIX, 3, "prefix") \
    X(CHANNEL_FILE_OPERATOR_SUFFIX, 4, "suffix") \
    X(CHANNEL_FILE_OPERATOR_REGEX, 5, "regex") \
    X(CHANNEL_FILE_OPERATOR_RANGE, 6, "range") \
    X(CHANNEL_FILE_OPERATOR_IN_LIST, 7, "in_list")

/* channel_file::action */
enum channel_file_action {
    CHANNEL_FILE_ACTION_LOG = 0,
    CHANNEL_FILE_ACTION_ALERT = 1,
    CHANNEL_FILE_ACTION_BLOCK = 2,
    CHANNEL_FILE_ACTION_QUARANTINE = 3
};
#define CHANNEL_FILE_SPAN_ACTION 4 /* length of a table indexed by it */
#define CHANNEL_FILE_EACH_ACTION(X) \
    X(CHANNEL_FILE_ACTION_LOG, 0, "log") \
    X(CHANNEL_FILE_ACTION_ALERT, 1, "alert") \
    X(CHANNEL_FILE_ACTION_BLOCK, 2, "block") \
    X(CHANNEL_FILE_ACTION_QUARANTINE, 3, "quarantine")

/* channel_file::severity */
enum channel_file_severity {
    CHANNEL_FILE_SEVERITY_INFO = 0,
    CHANNEL_FILE_SEVERITY_LOW = 1,
    CHANNEL_FILE_SEVERITY_MEDIUM = 2,
    CHANNEL_FILE_SEVERITY_HIGH = 3,
    CHANNEL_FILE_SEVERITY_CRITICAL = 4
};
#define CHANNEL_FILE_SPAN_SEVERITY 5 /* length of a table indexed by it */
#define CHANNEL_FILE_EACH_SEVERITY(X) \
    X(CHANNEL_FILE_SEVERITY_INFO, 0, "info") \
    X(CHANNEL_FILE_SEVERITY_LOW, 1, "low") \
    X(CHANNEL_FILE_SEVERITY_MEDIUM, 2, "medium") \
    X(CHANNEL_FILE_SEVERITY_HIGH, 3, "high") \
    X(CHANNEL_FILE_SEVERITY_CRITICAL, 4, "critical")

/* channel_file::node_kind */
enum channel_file_node_kind {
    CHANNEL_FILE_NODE_KIND_ALL_OF = 0,
    CHANNEL_FILE_NODE_KIND_ANY_OF = 1,
    CHANNEL_FILE_NODE_KIND_NEGATION = 2,
    CHANNEL_FILE_NODE_KIND_MATCH = 3
};
#define CHANNEL_FILE_SPAN_NODE_KIND 4 /* length of a table indexed by it */
#define CHANNEL_FILE_EACH_NODE_KIND(X) \
    X(CHANNEL_FILE_NODE_KIND_ALL_OF, 0, "all_of") \
    X(CHANNEL_FILE_NODE_KIND_ANY_OF, 1, "any_of") \
    X(CHANNEL_FILE_NODE_KIND_NEGATION, 2, "negation") \
    X(CHANNEL_FILE_NODE_KIND_MATCH, 3, "match")

/* ---- Limits ---- */

#define CHANNEL_FILE_MAXSIZEOF_FILE 268435456 /* bytes */
#define CHANNEL_FILE_MAX_NESTING 40 /* objects */
#define CHANNEL_FILE_MAX_NODES 20000000 /* values of a file */

/* channel_file */
#define CHANNEL_FILE_MINCOUNT_TEMPLATES 1
#define CHANNEL_FILE_MAXCOUNT_TEMPLATES 19173961 /* by the limits of a file */
#define CHANNEL_FILE_MAXLEN_TEMPLATES 392 /* bytes */
#define CHANNEL_FILE_MAXCOUNT_INSTANCES 19173961 /* by the limits of a file */
#define CHANNEL_FILE_MAXLEN_INSTANCES 4194506 /* bytes */
#define CHANNEL_FILE_MAXCOUNT_RULES 20000000 /* by the limits of a file */

/* channel_file::header */
#define CHANNEL_FILE_SIZEOF_HEADER 40
#define CHANNEL_FILE_BYTES_HEADER_MAGIC { 0x43, 0x47, 0x43, 0x48, 0x41, 0x4e, 0x1a, 0x00 }
#define CHANNEL_FILE_MIN_HEADER_FORMAT_VERSION 1
#define CHANNEL_FILE_MAX_HEADER_FORMAT_VERSION 2
#define CHANNEL_FILE_VALUE_HEADER_FLAGS 0
#define CHANNEL_FILE_MIN_HEADER_CONTENT_VERSION 1
#define CHANNEL_FILE_MIN_HEADER_STRING_TABLE_SIZE 1
#define CHANNEL_FILE_MIN_HEADER_TEMPLATE_COUNT 1

/* channel_file::string_table */
#define CHANNEL_FILE_MAXCOUNT_STRING_TABLE_STRINGS 20000000 /* by the limits of a file */

/* channel_file::template */
#define CHANNEL_FILE_MINSIZEOF_TEMPLATE 14
#define CHANNEL_FILE_MAXSIZEOF_TEMPLATE 392
#define CHANNEL_FILE_MIN_TEMPLATE_PARAM_COUNT 1
#define CHANNEL_FILE_MAX_TEMPLATE_PARAM_COUNT 64
#define CHANNEL_FILE_VALUE_TEMPLATE_FLAGS 0
#define CHANNEL_FILE_MAX_TEMPLATE_NAME_OFS 4294967294u
#define CHANNEL_FILE_MINCOUNT_TEMPLATE_PARAMS 1
#define CHANNEL_FILE_MAXCOUNT_TEMPLATE_PARAMS 64

/* channel_file::param */
#define CHANNEL_FILE_SIZEOF_PARAM 6
#define CHANNEL_FILE_VALUE_PARAM_FLAGS 0
#define CHANNEL_FILE_MAX_PARAM_NAME_OFS 4294967294u

/* channel_file::instance */
#define CHANNEL_FILE_MINSIZEOF_INSTANCE 14
#define CHANNEL_FILE_MAXSIZEOF_INSTANCE 4194506
#define CHANNEL_FILE_MIN_INSTANCE_CRITERIA_COUNT 1
#define CHANNEL_FILE_MAX_INSTANCE_CRITERIA_COUNT 64
#define CHANNEL_FILE_VALUE_INSTANCE_FLAGS 0
#define CHANNEL_FILE_MINCOUNT_INSTANCE_CRITERIA 1
#define CHANNEL_FILE_MAXCOUNT_INSTANCE_CRITERIA 64
#define CHANNEL_FILE_MAXLEN_INSTANCE_CRITERIA 65539 /* bytes */

/* channel_file::criterion */
#define CHANNEL_FILE_MINSIZEOF_CRITERION 4
#define CHANNEL_FILE_MAXSIZEOF_CRITERION 65539
#define CHANNEL_FILE_MAX_CRITERION_INDEX 63
#define CHANNEL_FILE_MAXLEN_CRITERION_VALUE 65535 /* bytes */

/* channel_file::rule */
#define CHANNEL_FILE_MINSIZEOF_RULE 12
#define CHANNEL_FILE_MAX_RULE_NAME_OFS 4294967294u
#define CHANNEL_FILE_VALUE_RULE_FLAGS 0

/* channel_file::node */
#define CHANNEL_FILE_MINSIZEOF_NODE 2
#define CHANNEL_FILE_MIN_NODE_DEPTH 1
#define CHANNEL_FILE_MAX_NODE_DEPTH 16
#define CHANNEL_FILE_MAXCOUNT_NODE_CHILDREN 255

/* ---- Layout ---- */

static inline uint16_t channel_file_load_u2le(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint16_t)((uint32_t)at[0] |
        (uint32_t)at[1] << 8);
}

static inline uint32_t channel_file_load_u4le(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint32_t)((uint32_t)at[0] |
        (uint32_t)at[1] << 8 |
        (uint32_t)at[2] << 16 |
        (uint32_t)at[3] << 24);
}

typedef struct channel_file_u2le { uint8_t bytes[2]; } channel_file_u2le;
typedef struct channel_file_u4le { uint8_t bytes[4]; } channel_file_u4le;

/* channel_file::header: 40 bytes */
struct channel_file_header {
    uint8_t magic[8]; /* bytes, = 43 47 43 48 41 4e 1a 00 */
    channel_file_u2le format_version; /* 1 to 2 */
    channel_file_u2le flags; /* reserved: 0 */
    channel_file_u4le content_version; /* at least 1 */
    channel_file_u4le string_table_size; /* at least 1 */
    channel_file_u4le template_count; /* at least 1 */
    channel_file_u4le instance_count;
    channel_file_u4le rule_count;
    channel_file_u4le payload_size; /* _ == _io.size - 40 */
    channel_file_u4le payload_crc32; /* crc32 of end_of(payload_crc32) up to _io.size */
};
CHANNEL_FILE_STATIC_ASSERT(sizeof(struct channel_file_header) == 40, "size");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_header, magic) == 0, "magic");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_header, format_version) == 8, "format_version");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_header, flags) == 10, "flags");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_header, content_version) == 12, "content_version");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_header, string_table_size) == 16, "string_table_size");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_header, template_count) == 20, "template_count");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_header, instance_count) == 24, "instance_count");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_header, rule_count) == 28, "rule_count");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_header, payload_size) == 32, "payload_size");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_header, payload_crc32) == 36, "payload_crc32");

#define CHANNEL_FILE_OFFSETOF_HEADER_MAGIC 0
#define CHANNEL_FILE_OFFSETOF_HEADER_FORMAT_VERSION 8
#define CHANNEL_FILE_OFFSETOF_HEADER_FLAGS 10
#define CHANNEL_FILE_OFFSETOF_HEADER_CONTENT_VERSION 12
#define CHANNEL_FILE_OFFSETOF_HEADER_STRING_TABLE_SIZE 16
#define CHANNEL_FILE_OFFSETOF_HEADER_TEMPLATE_COUNT 20
#define CHANNEL_FILE_OFFSETOF_HEADER_INSTANCE_COUNT 24
#define CHANNEL_FILE_OFFSETOF_HEADER_RULE_COUNT 28
#define CHANNEL_FILE_OFFSETOF_HEADER_PAYLOAD_SIZE 32
#define CHANNEL_FILE_OFFSETOF_HEADER_PAYLOAD_CRC32 36

/* channel_file: 40 bytes, of more that varies */
struct channel_file_head {
    struct channel_file_header header;
};
CHANNEL_FILE_STATIC_ASSERT(sizeof(struct channel_file_head) == 40, "size");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_head, header) == 0, "header");

#define CHANNEL_FILE_OFFSETOF_HEADER 0

/*
 * channel_file::template: 8 bytes, of more that varies
 *
 * A template type. The sensor's integration code supplies its inputs, by its name.
 */
struct channel_file_template_head {
    channel_file_u2le id;
    uint8_t param_count; /* 1 to 64 */
    uint8_t flags; /* reserved: 0 */
    channel_file_u4le name_ofs; /* at most _root.header.string_table_size - 1 */
};
CHANNEL_FILE_STATIC_ASSERT(sizeof(struct channel_file_template_head) == 8, "size");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_template_head, id) == 0, "id");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_template_head, param_count) == 2, "param_count");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_template_head, flags) == 3, "flags");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_template_head, name_ofs) == 4, "name_ofs");

#define CHANNEL_FILE_OFFSETOF_TEMPLATE_ID 0
#define CHANNEL_FILE_OFFSETOF_TEMPLATE_PARAM_COUNT 2
#define CHANNEL_FILE_OFFSETOF_TEMPLATE_FLAGS 3
#define CHANNEL_FILE_OFFSETOF_TEMPLATE_NAME_OFS 4

/* channel_file::param: 6 bytes */
struct channel_file_param {
    uint8_t value_type; /* u1 as value_type, a member of the enum */
    uint8_t flags; /* reserved: 0 */
    channel_file_u4le name_ofs; /* at most _root.header.string_table_size - 1 */
};
CHANNEL_FILE_STATIC_ASSERT(sizeof(struct channel_file_param) == 6, "size");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_param, value_type) == 0, "value_type");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_param, flags) == 1, "flags");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_param, name_ofs) == 2, "name_ofs");

#define CHANNEL_FILE_OFFSETOF_PARAM_VALUE_TYPE 0
#define CHANNEL_FILE_OFFSETOF_PARAM_FLAGS 1
#define CHANNEL_FILE_OFFSETOF_PARAM_NAME_OFS 2

/*
 * channel_file::instance: 10 bytes, of more that varies
 *
 * One criterion for every parameter of a template. It matches when all of them match.
 */
struct channel_file_instance_head {
    channel_file_u2le template_id; /* refers to _root.templates by _.id */
    channel_file_u2le criteria_count;
    channel_file_u4le id;
    uint8_t action; /* u1 as action, a member of the enum */
    uint8_t flags; /* reserved: 0 */
};
CHANNEL_FILE_STATIC_ASSERT(sizeof(struct channel_file_instance_head) == 10, "size");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_instance_head, template_id) == 0, "template_id");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_instance_head, criteria_count) == 2, "criteria_count");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_instance_head, id) == 4, "id");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_instance_head, action) == 8, "action");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_instance_head, flags) == 9, "flags");

#define CHANNEL_FILE_OFFSETOF_INSTANCE_TEMPLATE_ID 0
#define CHANNEL_FILE_OFFSETOF_INSTANCE_CRITERIA_COUNT 2
#define CHANNEL_FILE_OFFSETOF_INSTANCE_ID 4
#define CHANNEL_FILE_OFFSETOF_INSTANCE_ACTION 8
#define CHANNEL_FILE_OFFSETOF_INSTANCE_FLAGS 9

/* channel_file::criterion: 4 bytes, of more that varies */
struct channel_file_criterion_head {
    uint8_t op; /* u1 as operator, a member of the enum */
    uint8_t value_type; /* u1 as value_type, a member of the enum */
    channel_file_u2le value_len;
};
CHANNEL_FILE_STATIC_ASSERT(sizeof(struct channel_file_criterion_head) == 4, "size");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_criterion_head, op) == 0, "op");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_criterion_head, value_type) == 1, "value_type");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_criterion_head, value_len) == 2, "value_len");

#define CHANNEL_FILE_OFFSETOF_CRITERION_OP 0
#define CHANNEL_FILE_OFFSETOF_CRITERION_VALUE_TYPE 1
#define CHANNEL_FILE_OFFSETOF_CRITERION_VALUE_LEN 2

/*
 * channel_file::rule: 10 bytes, of more that varies
 *
 * A named condition over instances.
 */
struct channel_file_rule_head {
    channel_file_u4le id;
    channel_file_u4le name_ofs; /* at most _root.header.string_table_size - 1 */
    uint8_t severity; /* u1 as severity, a member of the enum */
    uint8_t flags; /* reserved: 0 */
};
CHANNEL_FILE_STATIC_ASSERT(sizeof(struct channel_file_rule_head) == 10, "size");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_rule_head, id) == 0, "id");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_rule_head, name_ofs) == 4, "name_ofs");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_rule_head, severity) == 8, "severity");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_rule_head, flags) == 9, "flags");

#define CHANNEL_FILE_OFFSETOF_RULE_ID 0
#define CHANNEL_FILE_OFFSETOF_RULE_NAME_OFS 4
#define CHANNEL_FILE_OFFSETOF_RULE_SEVERITY 8
#define CHANNEL_FILE_OFFSETOF_RULE_FLAGS 9

/* channel_file::node: 2 bytes, of more that varies */
struct channel_file_node_head {
    uint8_t kind; /* u1 as node_kind, a member of the enum */
    uint8_t child_count;
};
CHANNEL_FILE_STATIC_ASSERT(sizeof(struct channel_file_node_head) == 2, "size");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_node_head, kind) == 0, "kind");
CHANNEL_FILE_STATIC_ASSERT(offsetof(struct channel_file_node_head, child_count) == 1, "child_count");

#define CHANNEL_FILE_OFFSETOF_NODE_KIND 0
#define CHANNEL_FILE_OFFSETOF_NODE_CHILD_COUNT 1

#endif /* CONTENTGATE_CHANNEL_FILE_H */
