/*
 * hwdb: systemd hardware database (hwdb.bin)
 *
 * Made by `contentgate schema export --to c-header`: make it anew rather than edit it.
 *
 * What stands here holds for every file that contentgate accepts. It is for checks at compile
 * time; a consumer bounds every read at run time as well.
 */
#ifndef CONTENTGATE_HWDB_H
#define CONTENTGATE_HWDB_H

#ifdef __KERNEL__
#include <linux/stddef.h>
#include <linux/types.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif

#define HWDB_SCHEMA_DIGEST \
    "a693931fdbdf7b9a04aa5715ca3a0e632c9c11625ac558d9319defc9c50073bf"

/* ---- Assertions: for use at file scope or in a function, with a semicolon behind ---- */

#if defined(__cplusplus)
#define HWDB_STATIC_ASSERT(condition, text) static_assert(condition, text)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define HWDB_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#elif defined(__GNUC__)
#define HWDB_STATIC_ASSERT(condition, text) __extension__ _Static_assert(condition, text)
#else
#define HWDB_STATIC_ASSERT(condition, text) \
    extern char hwdb_static_assert[(condition) ? 1 : -1]
#endif

/* Number of elements of an array; a pointer in its place does not compile. */
#if defined(__cplusplus)
extern "C++" {
template <typename T, size_t N> char (&hwdb_array_of(T (&)[N]))[N];
}
#define HWDB_ARRAY_LENGTH(array) (sizeof(hwdb_array_of(array)))
#elif defined(__GNUC__)
#define HWDB_ARRAY_LENGTH(array) \
    (sizeof(array) / sizeof((array)[0]) + 0 * sizeof(char[ \
        __builtin_types_compatible_p(__typeof__(array), __typeof__(&(array)[0])) ? -1 : 1]))
#else
#define HWDB_ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#endif

/* The array has room for so many elements: for arrays filled from repeated fields (MAXCOUNT) and
 * for tables that are indexed by a value of the file (SPAN). */
#define HWDB_ASSERT_ROOM(array, count) \
    HWDB_STATIC_ASSERT(HWDB_ARRAY_LENGTH(array) >= (count), \
        "hwdb: " #array " has fewer than " #count " elements")

/* The buffer is large enough for so many bytes (SIZEOF, MAXSIZEOF, MAXLEN). */
#define HWDB_ASSERT_BYTES(buffer, size) \
    HWDB_STATIC_ASSERT(sizeof(buffer) >= (size), \
        "hwdb: " #buffer " has fewer than " #size " bytes")

/* Whether `length` bytes at `offset` lie inside `size` bytes; cannot wrap. */
static inline int hwdb_fits(size_t size, size_t offset, size_t length)
{
    return offset <= size && length <= size - offset;
}

/* ---- Limits ---- */

#define HWDB_MAXSIZEOF_FILE 268435456 /* bytes */
#define HWDB_MAX_NESTING 8 /* objects */
#define HWDB_MAX_NODES 20000000 /* values of a file */

/* hwdb::header */
#define HWDB_SIZEOF_HEADER 80
#define HWDB_BYTES_HEADER_SIGNATURE { 0x4b, 0x53, 0x4c, 0x50, 0x48, 0x48, 0x52, 0x48 }
#define HWDB_MIN_HEADER_TOOL_VERSION 1
#define HWDB_MAX_HEADER_TOOL_VERSION 99999
#define HWDB_MIN_HEADER_FILE_SIZE 105
#define HWDB_VALUE_HEADER_HEADER_SIZE 80
#define HWDB_VALUE_HEADER_NODE_SIZE 24
#define HWDB_VALUE_HEADER_CHILD_ENTRY_SIZE 16
#define HWDB_MIN_HEADER_VALUE_ENTRY_SIZE 16
#define HWDB_MAX_HEADER_VALUE_ENTRY_SIZE 32
#define HWDB_MIN_HEADER_NODES_ROOT_OFF 80
#define HWDB_MIN_HEADER_NODES_LEN 24
#define HWDB_MIN_HEADER_STRINGS_LEN 1

/* hwdb::node_area */
#define HWDB_MAXCOUNT_NODE_AREA_ITEMS 11184810 /* by the limits of a file */

/* hwdb::node */
#define HWDB_MINSIZEOF_NODE 24
#define HWDB_MIN_NODE_OFFSET 80
#define HWDB_MIN_NODE_PREFIX_OFF 104
#define HWDB_MAXCOUNT_NODE_CHILDREN 255
#define HWDB_MAXCOUNT_NODE_VALUES 16777216 /* by the limits of a file */
#define HWDB_MAXLEN_NODE_VALUES 32 /* bytes */

/* hwdb::child_entry */
#define HWDB_SIZEOF_CHILD_ENTRY 16
#define HWDB_MAX_CHILD_ENTRY_NUMBER 254
#define HWDB_MIN_CHILD_ENTRY_C 1

/* hwdb::value_entry */
#define HWDB_MINSIZEOF_VALUE_ENTRY 16
#define HWDB_MAXSIZEOF_VALUE_ENTRY 32
#define HWDB_MIN_VALUE_ENTRY_KEY_OFF 104
#define HWDB_MIN_VALUE_ENTRY_VALUE_OFF 104

/* hwdb::source */
#define HWDB_SIZEOF_SOURCE 16
#define HWDB_MIN_SOURCE_FILENAME_OFF 104
#define HWDB_MIN_SOURCE_LINE_NUMBER 1
#define HWDB_MIN_SOURCE_FILE_PRIORITY 1
#define HWDB_VALUE_SOURCE_PADDING 0

/* ---- Layout ---- */

static inline uint16_t hwdb_load_u2le(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint16_t)((uint32_t)at[0] |
        (uint32_t)at[1] << 8);
}

static inline uint32_t hwdb_load_u4le(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint32_t)((uint32_t)at[0] |
        (uint32_t)at[1] << 8 |
        (uint32_t)at[2] << 16 |
        (uint32_t)at[3] << 24);
}

static inline uint64_t hwdb_load_u8le(const void *bytes)
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

typedef struct hwdb_u2le { uint8_t bytes[2]; } hwdb_u2le;
typedef struct hwdb_u4le { uint8_t bytes[4]; } hwdb_u4le;
typedef struct hwdb_u8le { uint8_t bytes[8]; } hwdb_u8le;

/* hwdb::header: 80 bytes */
struct hwdb_header {
    uint8_t signature[8]; /* bytes, = 4b 53 4c 50 48 48 52 48 ('KSLPHHRH') */
    hwdb_u8le tool_version; /* 1 to 99999 */
    hwdb_u8le file_size; /* = _root._io.size */
    hwdb_u8le header_size; /* = 80 */
    hwdb_u8le node_size; /* = 24 */
    hwdb_u8le child_entry_size; /* = 16 */
    hwdb_u8le value_entry_size; /* one of 16, 32 */
    hwdb_u8le nodes_root_off; /* refers to _root.nodes.items by _.offset */
    hwdb_u8le nodes_len; /* 24 to _root._io.size - 80 */
    hwdb_u8le strings_len; /* 1 to _root._io.size - 80 */
};
HWDB_STATIC_ASSERT(sizeof(struct hwdb_header) == 80, "size");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_header, signature) == 0, "signature");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_header, tool_version) == 8, "tool_version");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_header, file_size) == 16, "file_size");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_header, header_size) == 24, "header_size");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_header, node_size) == 32, "node_size");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_header, child_entry_size) == 40, "child_entry_size");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_header, value_entry_size) == 48, "value_entry_size");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_header, nodes_root_off) == 56, "nodes_root_off");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_header, nodes_len) == 64, "nodes_len");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_header, strings_len) == 72, "strings_len");

#define HWDB_OFFSETOF_HEADER_SIGNATURE 0
#define HWDB_OFFSETOF_HEADER_TOOL_VERSION 8
#define HWDB_OFFSETOF_HEADER_FILE_SIZE 16
#define HWDB_OFFSETOF_HEADER_HEADER_SIZE 24
#define HWDB_OFFSETOF_HEADER_NODE_SIZE 32
#define HWDB_OFFSETOF_HEADER_CHILD_ENTRY_SIZE 40
#define HWDB_OFFSETOF_HEADER_VALUE_ENTRY_SIZE 48
#define HWDB_OFFSETOF_HEADER_NODES_ROOT_OFF 56
#define HWDB_OFFSETOF_HEADER_NODES_LEN 64
#define HWDB_OFFSETOF_HEADER_STRINGS_LEN 72

/* hwdb: 80 bytes, of more that varies */
struct hwdb_head {
    struct hwdb_header header;
};
HWDB_STATIC_ASSERT(sizeof(struct hwdb_head) == 80, "size");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_head, header) == 0, "header");

#define HWDB_OFFSETOF_HEADER 0

/* hwdb::node: 24 bytes, of more that varies */
struct hwdb_node_head {
    hwdb_u8le prefix_off; /* _root.strings_start to _root._io.size - 1 */
    uint8_t children_count;
    uint8_t padding[7]; /* bytes, reserved: [0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00] */
    hwdb_u8le values_count;
};
HWDB_STATIC_ASSERT(sizeof(struct hwdb_node_head) == 24, "size");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_node_head, prefix_off) == 0, "prefix_off");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_node_head, children_count) == 8, "children_count");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_node_head, padding) == 9, "padding");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_node_head, values_count) == 16, "values_count");

#define HWDB_OFFSETOF_NODE_PREFIX_OFF 0
#define HWDB_OFFSETOF_NODE_CHILDREN_COUNT 8
#define HWDB_OFFSETOF_NODE_PADDING 9
#define HWDB_OFFSETOF_NODE_VALUES_COUNT 16

/* hwdb::child_entry: 16 bytes */
struct hwdb_child_entry {
    uint8_t c; /* at least 1 */
    uint8_t padding[7]; /* bytes, reserved: [0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00] */
    hwdb_u8le child_off; /* refers to _root.nodes.items by _.offset */
};
HWDB_STATIC_ASSERT(sizeof(struct hwdb_child_entry) == 16, "size");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_child_entry, c) == 0, "c");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_child_entry, padding) == 1, "padding");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_child_entry, child_off) == 8, "child_off");

#define HWDB_OFFSETOF_CHILD_ENTRY_C 0
#define HWDB_OFFSETOF_CHILD_ENTRY_PADDING 1
#define HWDB_OFFSETOF_CHILD_ENTRY_CHILD_OFF 8

/* hwdb::value_entry: 16 bytes, of more that varies */
struct hwdb_value_entry_head {
    hwdb_u8le key_off; /* _root.strings_start to _root._io.size - 1 */
    hwdb_u8le value_off; /* _root.strings_start to _root._io.size - 1 */
};
HWDB_STATIC_ASSERT(sizeof(struct hwdb_value_entry_head) == 16, "size");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_value_entry_head, key_off) == 0, "key_off");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_value_entry_head, value_off) == 8, "value_off");

#define HWDB_OFFSETOF_VALUE_ENTRY_KEY_OFF 0
#define HWDB_OFFSETOF_VALUE_ENTRY_VALUE_OFF 8

/*
 * hwdb::source: 16 bytes
 *
 * Where a property comes from. Of equal properties the one of higher priority wins.
 */
struct hwdb_source {
    hwdb_u8le filename_off; /* _root.strings_start to _root._io.size - 1 */
    hwdb_u4le line_number; /* at least 1 */
    hwdb_u2le file_priority; /* at least 1 */
    hwdb_u2le padding; /* reserved: 0 */
};
HWDB_STATIC_ASSERT(sizeof(struct hwdb_source) == 16, "size");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_source, filename_off) == 0, "filename_off");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_source, line_number) == 8, "line_number");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_source, file_priority) == 12, "file_priority");
HWDB_STATIC_ASSERT(offsetof(struct hwdb_source, padding) == 14, "padding");

#define HWDB_OFFSETOF_SOURCE_FILENAME_OFF 0
#define HWDB_OFFSETOF_SOURCE_LINE_NUMBER 8
#define HWDB_OFFSETOF_SOURCE_FILE_PRIORITY 12
#define HWDB_OFFSETOF_SOURCE_PADDING 14

#endif /* CONTENTGATE_HWDB_H */
