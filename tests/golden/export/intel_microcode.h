/*
 * intel_microcode: Intel processor microcode updates
 *
 * Made by `contentgate schema export --to c-header`: make it anew rather than edit it.
 *
 * What stands here holds for every file that contentgate accepts. It is for checks at compile
 * time; a consumer bounds every read at run time as well.
 */
#ifndef CONTENTGATE_INTEL_MICROCODE_H
#define CONTENTGATE_INTEL_MICROCODE_H

#ifdef __KERNEL__
#include <linux/stddef.h>
#include <linux/types.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif

#define INTEL_MICROCODE_SCHEMA_DIGEST \
    "49a99dac3c345585dfe2519b906743473cc061bededcdfeec862225dc4f00fb3"

/* ---- Assertions: for use at file scope or in a function, with a semicolon behind ---- */

#if defined(__cplusplus)
#define INTEL_MICROCODE_STATIC_ASSERT(condition, text) static_assert(condition, text)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define INTEL_MICROCODE_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#elif defined(__GNUC__)
#define INTEL_MICROCODE_STATIC_ASSERT(condition, text) __extension__ _Static_assert(condition, text)
#else
#define INTEL_MICROCODE_STATIC_ASSERT(condition, text) \
    extern char intel_microcode_static_assert[(condition) ? 1 : -1]
#endif

/* Number of elements of an array; a pointer in its place does not compile. */
#if defined(__cplusplus)
extern "C++" {
template <typename T, size_t N> char (&intel_microcode_array_of(T (&)[N]))[N];
}
#define INTEL_MICROCODE_ARRAY_LENGTH(array) (sizeof(intel_microcode_array_of(array)))
#elif defined(__GNUC__)
#define INTEL_MICROCODE_ARRAY_LENGTH(array) \
    (sizeof(array) / sizeof((array)[0]) + 0 * sizeof(char[ \
        __builtin_types_compatible_p(__typeof__(array), __typeof__(&(array)[0])) ? -1 : 1]))
#else
#define INTEL_MICROCODE_ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#endif

/* The array has room for so many elements: for arrays filled from repeated fields (MAXCOUNT) and
 * for tables that are indexed by a value of the file (SPAN). */
#define INTEL_MICROCODE_ASSERT_ROOM(array, count) \
    INTEL_MICROCODE_STATIC_ASSERT(INTEL_MICROCODE_ARRAY_LENGTH(array) >= (count), \
        "intel_microcode: " #array " has fewer than " #count " elements")

/* The buffer is large enough for so many bytes (SIZEOF, MAXSIZEOF, MAXLEN). */
#define INTEL_MICROCODE_ASSERT_BYTES(buffer, size) \
    INTEL_MICROCODE_STATIC_ASSERT(sizeof(buffer) >= (size), \
        "intel_microcode: " #buffer " has fewer than " #size " bytes")

/* Whether `length` bytes at `offset` lie inside `size` bytes; cannot wrap. */
static inline int intel_microcode_fits(size_t size, size_t offset, size_t length)
{
    return offset <= size && length <= size - offset;
}

/* ---- Limits ---- */

#define INTEL_MICROCODE_MAXSIZEOF_FILE 134217728 /* bytes */
#define INTEL_MICROCODE_MAX_NESTING 8 /* objects */
#define INTEL_MICROCODE_MAX_NODES 40000000 /* values of a file */

/* intel_microcode */
#define INTEL_MICROCODE_MAXCOUNT_UPDATES 5592405 /* by the limits of a file */

/* intel_microcode::update */
#define INTEL_MICROCODE_MINSIZEOF_UPDATE 48

/* intel_microcode::header */
#define INTEL_MICROCODE_SIZEOF_HEADER 48
#define INTEL_MICROCODE_VALUE_HEADER_HEADER_VERSION 1
#define INTEL_MICROCODE_MIN_HEADER_REVISION 1
#define INTEL_MICROCODE_MAX_HEADER_REVISION 2147483647
#define INTEL_MICROCODE_VALUE_HEADER_LOADER_REVISION 1
#define INTEL_MICROCODE_MAX_HEADER_PLATFORMS 255
#define INTEL_MICROCODE_MAX_HEADER_MINIMUM_REVISION 2147483647
#define INTEL_MICROCODE_VALUE_HEADER_RESERVED 0

/* intel_microcode::bcd_date */
#define INTEL_MICROCODE_SIZEOF_BCD_DATE 4
#define INTEL_MICROCODE_MIN_BCD_DATE_YEAR 6549
#define INTEL_MICROCODE_MAX_BCD_DATE_YEAR 8345
#define INTEL_MICROCODE_MIN_BCD_DATE_DAY 1
#define INTEL_MICROCODE_MAX_BCD_DATE_DAY 49
#define INTEL_MICROCODE_MIN_BCD_DATE_MONTH 1
#define INTEL_MICROCODE_MAX_BCD_DATE_MONTH 18

/* intel_microcode::metadata */
#define INTEL_MICROCODE_MINSIZEOF_METADATA 8
#define INTEL_MICROCODE_MINCOUNT_METADATA_BLOCKS 1
#define INTEL_MICROCODE_MAXCOUNT_METADATA_BLOCKS 33554432 /* by the limits of a file */

/* intel_microcode::metadata_block */
#define INTEL_MICROCODE_MINSIZEOF_METADATA_BLOCK 8
#define INTEL_MICROCODE_MIN_METADATA_BLOCK_LEN 8

/* intel_microcode::signature_table */
#define INTEL_MICROCODE_MINSIZEOF_SIGNATURE_TABLE 32
#define INTEL_MICROCODE_MIN_SIGNATURE_TABLE_COUNT 1
#define INTEL_MICROCODE_MINCOUNT_SIGNATURE_TABLE_SIGNATURES 1
#define INTEL_MICROCODE_MAXCOUNT_SIGNATURE_TABLE_SIGNATURES 22369621 /* by the limits of a file */

/* intel_microcode::further_signature */
#define INTEL_MICROCODE_SIZEOF_FURTHER_SIGNATURE 12
#define INTEL_MICROCODE_MAX_FURTHER_SIGNATURE_PLATFORMS 255

/* ---- Layout ---- */

static inline uint16_t intel_microcode_load_u2le(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint16_t)((uint32_t)at[0] |
        (uint32_t)at[1] << 8);
}

static inline uint32_t intel_microcode_load_u4le(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint32_t)((uint32_t)at[0] |
        (uint32_t)at[1] << 8 |
        (uint32_t)at[2] << 16 |
        (uint32_t)at[3] << 24);
}

typedef struct intel_microcode_u2le { uint8_t bytes[2]; } intel_microcode_u2le;
typedef struct intel_microcode_u4le { uint8_t bytes[4]; } intel_microcode_u4le;

/*
 * intel_microcode::bcd_date: 4 bytes
 *
 * Month, day and year of the number 0xMMDDYYYY, decimal digits in half bytes.
 */
struct intel_microcode_bcd_date {
    intel_microcode_u2le year; /* _ >= 6549 and _ <= 8345 and _ & 15 < 10 and _ >> 4 & 15 < 10 and _ >> 8 & 15 < 1 */
    uint8_t day; /* _ >= 1 and _ <= 49 and _ & 15 < 10 */
    uint8_t month; /* _ >= 1 and _ <= 18 and _ & 15 < 10 */
};
INTEL_MICROCODE_STATIC_ASSERT(sizeof(struct intel_microcode_bcd_date) == 4, "size");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_bcd_date, year) == 0, "year");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_bcd_date, day) == 2, "day");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_bcd_date, month) == 3, "month");

#define INTEL_MICROCODE_OFFSETOF_BCD_DATE_YEAR 0
#define INTEL_MICROCODE_OFFSETOF_BCD_DATE_DAY 2
#define INTEL_MICROCODE_OFFSETOF_BCD_DATE_MONTH 3

/* intel_microcode::header: 48 bytes */
struct intel_microcode_header {
    intel_microcode_u4le header_version; /* = 1 */
    intel_microcode_u4le revision; /* 1 to 0x7fffffff */
    struct intel_microcode_bcd_date date;
    intel_microcode_u4le signature;
    intel_microcode_u4le checksum; /* zsum32le of start_of(header_version) up to metadata_size == 0 ? end_of(_parent.p */
    intel_microcode_u4le loader_revision; /* = 1 */
    intel_microcode_u4le platforms; /* at most 255 */
    intel_microcode_u4le data_size; /* _ == 0 or _ % 4 == 0 and _ >= 48 */
    intel_microcode_u4le total_size; /* data_size == 0 ? _ == 0 or _ == 2048 : _ % 1024 == 0 and _ >= 48 + data_len */
    intel_microcode_u4le metadata_size; /* _ % 4 == 0 and _ <= data_len */
    intel_microcode_u4le minimum_revision; /* at most revision */
    intel_microcode_u4le reserved; /* reserved: 0 */
};
INTEL_MICROCODE_STATIC_ASSERT(sizeof(struct intel_microcode_header) == 48, "size");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_header, header_version) == 0, "header_version");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_header, revision) == 4, "revision");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_header, date) == 8, "date");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_header, signature) == 12, "signature");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_header, checksum) == 16, "checksum");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_header, loader_revision) == 20, "loader_revision");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_header, platforms) == 24, "platforms");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_header, data_size) == 28, "data_size");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_header, total_size) == 32, "total_size");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_header, metadata_size) == 36, "metadata_size");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_header, minimum_revision) == 40, "minimum_revision");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_header, reserved) == 44, "reserved");

#define INTEL_MICROCODE_OFFSETOF_HEADER_HEADER_VERSION 0
#define INTEL_MICROCODE_OFFSETOF_HEADER_REVISION 4
#define INTEL_MICROCODE_OFFSETOF_HEADER_DATE 8
#define INTEL_MICROCODE_OFFSETOF_HEADER_SIGNATURE 12
#define INTEL_MICROCODE_OFFSETOF_HEADER_CHECKSUM 16
#define INTEL_MICROCODE_OFFSETOF_HEADER_LOADER_REVISION 20
#define INTEL_MICROCODE_OFFSETOF_HEADER_PLATFORMS 24
#define INTEL_MICROCODE_OFFSETOF_HEADER_DATA_SIZE 28
#define INTEL_MICROCODE_OFFSETOF_HEADER_TOTAL_SIZE 32
#define INTEL_MICROCODE_OFFSETOF_HEADER_METADATA_SIZE 36
#define INTEL_MICROCODE_OFFSETOF_HEADER_MINIMUM_REVISION 40
#define INTEL_MICROCODE_OFFSETOF_HEADER_RESERVED 44

/* intel_microcode::update: 48 bytes, of more that varies */
struct intel_microcode_update_head {
    struct intel_microcode_header header;
};
INTEL_MICROCODE_STATIC_ASSERT(sizeof(struct intel_microcode_update_head) == 48, "size");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_update_head, header) == 0, "header");

#define INTEL_MICROCODE_OFFSETOF_UPDATE_HEADER 0

/* intel_microcode::metadata_block: 8 bytes, of more that varies */
struct intel_microcode_metadata_block_head {
    intel_microcode_u4le kind;
    intel_microcode_u4le len; /* kind == 0 ? _ == 8 : _ >= 8 and _ % 4 == 0 */
};
INTEL_MICROCODE_STATIC_ASSERT(sizeof(struct intel_microcode_metadata_block_head) == 8, "size");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_metadata_block_head, kind) == 0, "kind");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_metadata_block_head, len) == 4, "len");

#define INTEL_MICROCODE_OFFSETOF_METADATA_BLOCK_KIND 0
#define INTEL_MICROCODE_OFFSETOF_METADATA_BLOCK_LEN 4

/* intel_microcode::signature_table: 20 bytes, of more that varies */
struct intel_microcode_signature_table_head {
    intel_microcode_u4le count; /* = (_io.size - 20) / 12 */
    intel_microcode_u4le checksum; /* zsum32le of start_of(count) up to end_of(signatures), start_of(checksum) up to e */
    uint8_t reserved[12]; /* bytes, reserved: [0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x */
};
INTEL_MICROCODE_STATIC_ASSERT(sizeof(struct intel_microcode_signature_table_head) == 20, "size");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_signature_table_head, count) == 0, "count");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_signature_table_head, checksum) == 4, "checksum");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_signature_table_head, reserved) == 8, "reserved");

#define INTEL_MICROCODE_OFFSETOF_SIGNATURE_TABLE_COUNT 0
#define INTEL_MICROCODE_OFFSETOF_SIGNATURE_TABLE_CHECKSUM 4
#define INTEL_MICROCODE_OFFSETOF_SIGNATURE_TABLE_RESERVED 8

/* intel_microcode::further_signature: 12 bytes */
struct intel_microcode_further_signature {
    intel_microcode_u4le signature;
    intel_microcode_u4le platforms; /* at most 255 */
    intel_microcode_u4le checksum; /* = (_parent._parent.header.signature + _parent._parent.header.platforms + _parent */
};
INTEL_MICROCODE_STATIC_ASSERT(sizeof(struct intel_microcode_further_signature) == 12, "size");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_further_signature, signature) == 0, "signature");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_further_signature, platforms) == 4, "platforms");
INTEL_MICROCODE_STATIC_ASSERT(offsetof(struct intel_microcode_further_signature, checksum) == 8, "checksum");

#define INTEL_MICROCODE_OFFSETOF_FURTHER_SIGNATURE_SIGNATURE 0
#define INTEL_MICROCODE_OFFSETOF_FURTHER_SIGNATURE_PLATFORMS 4
#define INTEL_MICROCODE_OFFSETOF_FURTHER_SIGNATURE_CHECKSUM 8

#endif /* CONTENTGATE_INTEL_MICROCODE_H */
