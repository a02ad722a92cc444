/*
 * mmdb: MaxMind DB
 *
 * Made by `contentgate schema export --to c-header`: make it anew rather than edit it.
 *
 * What stands here holds for every file that contentgate accepts. It is for checks at compile
 * time; a consumer bounds every read at run time as well.
 */
#ifndef CONTENTGATE_MMDB_H
#define CONTENTGATE_MMDB_H

#ifdef __KERNEL__
#include <linux/stddef.h>
#include <linux/types.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif

#define MMDB_SCHEMA_DIGEST \
    "b0ecbaa1336ae082c5201853df58a42ada8e66c05cea68ee07b9a66228bda4a6"

/* ---- Assertions: for use at file scope or in a function, with a semicolon behind ---- */

#if defined(__cplusplus)
#define MMDB_STATIC_ASSERT(condition, text) static_assert(condition, text)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define MMDB_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#elif defined(__GNUC__)
#define MMDB_STATIC_ASSERT(condition, text) __extension__ _Static_assert(condition, text)
#else
#define MMDB_STATIC_ASSERT(condition, text) \
    extern char mmdb_static_assert[(condition) ? 1 : -1]
#endif

/* Number of elements of an array; a pointer in its place does not compile. */
#if defined(__cplusplus)
extern "C++" {
template <typename T, size_t N> char (&mmdb_array_of(T (&)[N]))[N];
}
#define MMDB_ARRAY_LENGTH(array) (sizeof(mmdb_array_of(array)))
#elif defined(__GNUC__)
#define MMDB_ARRAY_LENGTH(array) \
    (sizeof(array) / sizeof((array)[0]) + 0 * sizeof(char[ \
        __builtin_types_compatible_p(__typeof__(array), __typeof__(&(array)[0])) ? -1 : 1]))
#else
#define MMDB_ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#endif

/* The array has room for so many elements: for arrays filled from repeated fields (MAXCOUNT) and
 * for tables that are indexed by a value of the file (SPAN). */
#define MMDB_ASSERT_ROOM(array, count) \
    MMDB_STATIC_ASSERT(MMDB_ARRAY_LENGTH(array) >= (count), \
        "mmdb: " #array " has fewer than " #count " elements")

/* The buffer is large enough for so many bytes (SIZEOF, MAXSIZEOF, MAXLEN). */
#define MMDB_ASSERT_BYTES(buffer, size) \
    MMDB_STATIC_ASSERT(sizeof(buffer) >= (size), \
        "mmdb: " #buffer " has fewer than " #size " bytes")

/* Whether `length` bytes at `offset` lie inside `size` bytes; cannot wrap. */
static inline int mmdb_fits(size_t size, size_t offset, size_t length)
{
    return offset <= size && length <= size - offset;
}

/* ---- Limits ---- */

#define MMDB_MAXSIZEOF_FILE 268435456 /* bytes */
#define MMDB_MAX_NESTING 120 /* objects */
#define MMDB_MAX_NODES 100000000 /* values of a file */

/* mmdb::tree */
#define MMDB_MAXCOUNT_TREE_NODES 100000000 /* by the limits of a file */
#define MMDB_MAXLEN_TREE_NODES 8 /* bytes */

/* mmdb::node_24 */
#define MMDB_SIZEOF_NODE_24 6

/* mmdb::node_28 */
#define MMDB_SIZEOF_NODE_28 7

/* mmdb::node_32 */
#define MMDB_SIZEOF_NODE_32 8

/* mmdb::data_section */
#define MMDB_MAXCOUNT_DATA_SECTION_VALUES 100000000 /* by the limits of a file */

/* mmdb::head */
#define MMDB_MINSIZEOF_HEAD 1
#define MMDB_MAXSIZEOF_HEAD 8
#define MMDB_MIN_HEAD_LONG_KIND 1
#define MMDB_MAX_HEAD_LONG_KIND 8

/* mmdb::token */
#define MMDB_MINSIZEOF_TOKEN 1
#define MMDB_MAXSIZEOF_TOKEN 16843044
#define MMDB_MIN_TOKEN_AT 0
#define MMDB_MAXLEN_TOKEN_HEAD 8 /* bytes */
#define MMDB_MAXLEN_TOKEN_CONTENT 16843036 /* bytes */

/* mmdb::value */
#define MMDB_MINSIZEOF_VALUE 1
#define MMDB_MIN_VALUE_AT 0
#define MMDB_MAXLEN_VALUE_HEAD 8 /* bytes */

/* mmdb::pointer */
#define MMDB_MAXSIZEOF_POINTER 10
#define MMDB_MAX_POINTER_BITS 31
#define MMDB_MIN_POINTER_AT 1

/* mmdb::text */
#define MMDB_MAXSIZEOF_TEXT 16843036
#define MMDB_MAX_TEXT_LEN 16843036
#define MMDB_MAXLEN_TEXT_TEXT 16843036 /* bytes */

/* mmdb::raw */
#define MMDB_MAXSIZEOF_RAW 16843036
#define MMDB_MAX_RAW_LEN 16843036
#define MMDB_MAXLEN_RAW_BYTES 16843036 /* bytes */

/* mmdb::number */
#define MMDB_MAXSIZEOF_NUMBER 16843036
#define MMDB_MAX_NUMBER_LEN 16843036
#define MMDB_MAXCOUNT_NUMBER_DIGITS 16843036

/* mmdb::map */
#define MMDB_MAX_MAP_COUNT 16843036
#define MMDB_MAXCOUNT_MAP_PAIRS 16843036

/* mmdb::array */
#define MMDB_MAX_ARRAY_COUNT 16843036
#define MMDB_MAXCOUNT_ARRAY_VALUES 16843036

/* mmdb::metadata */
#define MMDB_MINSIZEOF_METADATA 1
#define MMDB_MAXLEN_METADATA_HEAD 8 /* bytes */
#define MMDB_MAXCOUNT_METADATA_PAIRS 16843036

/* mmdb::metadata_pair */
#define MMDB_MINSIZEOF_METADATA_PAIR 2
#define MMDB_MAXLEN_METADATA_PAIR_KEY_HEAD 8 /* bytes */
#define MMDB_MAXLEN_METADATA_PAIR_KEY 16843036 /* bytes */

/* mmdb::entry */
#define MMDB_MIN_ENTRY_PLACE 0

/* ---- Layout ---- */

static inline uint32_t mmdb_load_u4be(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint32_t)((uint32_t)at[3] |
        (uint32_t)at[2] << 8 |
        (uint32_t)at[1] << 16 |
        (uint32_t)at[0] << 24);
}

typedef struct mmdb_u4be { uint8_t bytes[4]; } mmdb_u4be;

/* mmdb::node_24: 6 bytes */
struct mmdb_node_24 {
    uint8_t bits_0[6]; /* left: b24, right: b24 */
};
MMDB_STATIC_ASSERT(sizeof(struct mmdb_node_24) == 6, "size");
MMDB_STATIC_ASSERT(offsetof(struct mmdb_node_24, bits_0) == 0, "bits_0");

#define MMDB_OFFSETOF_NODE_24_LEFT 0
#define MMDB_BYTESOF_NODE_24_LEFT 3 /* big-endian */
#define MMDB_SHIFTOF_NODE_24_LEFT 0
#define MMDB_MASKOF_NODE_24_LEFT 16777215
#define MMDB_OFFSETOF_NODE_24_RIGHT 3
#define MMDB_BYTESOF_NODE_24_RIGHT 3 /* big-endian */
#define MMDB_SHIFTOF_NODE_24_RIGHT 0
#define MMDB_MASKOF_NODE_24_RIGHT 16777215

/* mmdb::node_28: 7 bytes */
struct mmdb_node_28 {
    uint8_t bits_0[7]; /* left_low: b24, left_high: b4, right_high: b4, right_low: b24 */
};
MMDB_STATIC_ASSERT(sizeof(struct mmdb_node_28) == 7, "size");
MMDB_STATIC_ASSERT(offsetof(struct mmdb_node_28, bits_0) == 0, "bits_0");

#define MMDB_OFFSETOF_NODE_28_LEFT_LOW 0
#define MMDB_BYTESOF_NODE_28_LEFT_LOW 3 /* big-endian */
#define MMDB_SHIFTOF_NODE_28_LEFT_LOW 0
#define MMDB_MASKOF_NODE_28_LEFT_LOW 16777215
#define MMDB_OFFSETOF_NODE_28_LEFT_HIGH 3
#define MMDB_BYTESOF_NODE_28_LEFT_HIGH 1
#define MMDB_SHIFTOF_NODE_28_LEFT_HIGH 4
#define MMDB_MASKOF_NODE_28_LEFT_HIGH 15
#define MMDB_OFFSETOF_NODE_28_RIGHT_HIGH 3
#define MMDB_BYTESOF_NODE_28_RIGHT_HIGH 1
#define MMDB_SHIFTOF_NODE_28_RIGHT_HIGH 0
#define MMDB_MASKOF_NODE_28_RIGHT_HIGH 15
#define MMDB_OFFSETOF_NODE_28_RIGHT_LOW 4
#define MMDB_BYTESOF_NODE_28_RIGHT_LOW 3 /* big-endian */
#define MMDB_SHIFTOF_NODE_28_RIGHT_LOW 0
#define MMDB_MASKOF_NODE_28_RIGHT_LOW 16777215

/* mmdb::node_32: 8 bytes */
struct mmdb_node_32 {
    mmdb_u4be left;
    mmdb_u4be right;
};
MMDB_STATIC_ASSERT(sizeof(struct mmdb_node_32) == 8, "size");
MMDB_STATIC_ASSERT(offsetof(struct mmdb_node_32, left) == 0, "left");
MMDB_STATIC_ASSERT(offsetof(struct mmdb_node_32, right) == 4, "right");

#define MMDB_OFFSETOF_NODE_32_LEFT 0
#define MMDB_OFFSETOF_NODE_32_RIGHT 4

#endif /* CONTENTGATE_MMDB_H */
