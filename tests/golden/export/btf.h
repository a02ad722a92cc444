/*
 * btf: BPF Type Format (.BTF section, vmlinux BTF)
 *
 * Made by `contentgate schema export --to c-header`: make it anew rather than edit it.
 *
 * What stands here holds for every file that contentgate accepts. It is for checks at compile
 * time; a consumer bounds every read at run time as well.
 */
#ifndef CONTENTGATE_BTF_H
#define CONTENTGATE_BTF_H

#ifdef __KERNEL__
#include <linux/stddef.h>
#include <linux/types.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif

#define BTF_SCHEMA_DIGEST \
    "99829fad315244a72e34a5885d667fb5265af829af37f0c32c8f156d7133ae41"

/* ---- Assertions: for use at file scope or in a function, with a semicolon behind ---- */

#if defined(__cplusplus)
#define BTF_STATIC_ASSERT(condition, text) static_assert(condition, text)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define BTF_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#elif defined(__GNUC__)
#define BTF_STATIC_ASSERT(condition, text) __extension__ _Static_assert(condition, text)
#else
#define BTF_STATIC_ASSERT(condition, text) \
    extern char btf_static_assert[(condition) ? 1 : -1]
#endif

/* Number of elements of an array; a pointer in its place does not compile. */
#if defined(__cplusplus)
extern "C++" {
template <typename T, size_t N> char (&btf_array_of(T (&)[N]))[N];
}
#define BTF_ARRAY_LENGTH(array) (sizeof(btf_array_of(array)))
#elif defined(__GNUC__)
#define BTF_ARRAY_LENGTH(array) \
    (sizeof(array) / sizeof((array)[0]) + 0 * sizeof(char[ \
        __builtin_types_compatible_p(__typeof__(array), __typeof__(&(array)[0])) ? -1 : 1]))
#else
#define BTF_ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#endif

/* The array has room for so many elements: for arrays filled from repeated fields (MAXCOUNT) and
 * for tables that are indexed by a value of the file (SPAN). */
#define BTF_ASSERT_ROOM(array, count) \
    BTF_STATIC_ASSERT(BTF_ARRAY_LENGTH(array) >= (count), \
        "btf: " #array " has fewer than " #count " elements")

/* The buffer is large enough for so many bytes (SIZEOF, MAXSIZEOF, MAXLEN). */
#define BTF_ASSERT_BYTES(buffer, size) \
    BTF_STATIC_ASSERT(sizeof(buffer) >= (size), \
        "btf: " #buffer " has fewer than " #size " bytes")

/* Whether `length` bytes at `offset` lie inside `size` bytes; cannot wrap. */
static inline int btf_fits(size_t size, size_t offset, size_t length)
{
    return offset <= size && length <= size - offset;
}

/* ---- What content asks of its consumer ---- */

/*
 * contract.base_types
 *
 * Types of the BTF that a split one goes on from; its last id. For split BTF only.
 *
 * Asked for by base-reference-exceeds-contract.
 */
#define BTF_ASSERT_BASE_TYPES(array, asked) \
    BTF_STATIC_ASSERT(BTF_ARRAY_LENGTH(array) >= (asked), \
        "contract.base_types: " #array " is shorter than " #asked)
#define BTF_ASSERT_BASE_TYPES_VALUE(value, asked) \
    BTF_STATIC_ASSERT((value) >= (asked), \
        "contract.base_types: " #value " is less than " #asked)

/*
 * contract.base_names
 *
 * Bytes of the name pool of the BTF that a split one goes on from. For split BTF only.
 *
 * Asked for by base-name-exceeds-contract.
 */
#define BTF_ASSERT_BASE_NAMES(array, asked) \
    BTF_STATIC_ASSERT(BTF_ARRAY_LENGTH(array) >= (asked), \
        "contract.base_names: " #array " is shorter than " #asked)
#define BTF_ASSERT_BASE_NAMES_VALUE(value, asked) \
    BTF_STATIC_ASSERT((value) >= (asked), \
        "contract.base_names: " #value " is less than " #asked)

/* ---- Enums ---- */

/* btf::kind */
enum btf_kind {
    BTF_KIND_INT = 1,
    BTF_KIND_PTR = 2,
    BTF_KIND_ARRAY = 3,
    BTF_KIND_STRUCT = 4,
    BTF_KIND_UNION = 5,
    BTF_KIND_ENUM = 6,
    BTF_KIND_FWD = 7,
    BTF_KIND_TYPEDEF = 8,
    BTF_KIND_VOLATILE = 9,
    BTF_KIND_CONST = 10,
    BTF_KIND_RESTRICT = 11,
    BTF_KIND_FUNC = 12,
    BTF_KIND_FUNC_PROTO = 13,
    BTF_KIND_VAR = 14,
    BTF_KIND_DATASEC = 15,
    BTF_KIND_FLOAT = 16,
    BTF_KIND_DECL_TAG = 17,
    BTF_KIND_TYPE_TAG = 18,
    BTF_KIND_ENUM64 = 19
};
#define BTF_SPAN_KIND 20 /* length of a table indexed by it */
#define BTF_EACH_KIND(X) \
    X(BTF_KIND_INT, 1, "int") \
    X(BTF_KIND_PTR, 2, "ptr") \
    X(BTF_KIND_ARRAY, 3, "array") \
    X(BTF_KIND_STRUCT, 4, "struct") \
    X(BTF_KIND_UNION, 5, "union") \
    X(BTF_KIND_ENUM, 6, "enum") \
    X(BTF_KIND_FWD, 7, "fwd") \
    X(BTF_KIND_TYPEDEF, 8, "typedef") \
    X(BTF_KIND_VOLATILE, 9, "volatile") \
    X(BTF_KIND_CONST, 10, "const") \
    X(BTF_KIND_RESTRICT, 11, "restrict") \
    X(BTF_KIND_FUNC, 12, "func") \
    X(BTF_KIND_FUNC_PROTO, 13, "func_proto") \
    X(BTF_KIND_VAR, 14, "var") \
    X(BTF_KIND_DATASEC, 15, "datasec") \
    X(BTF_KIND_FLOAT, 16, "float") \
    X(BTF_KIND_DECL_TAG, 17, "decl_tag") \
    X(BTF_KIND_TYPE_TAG, 18, "type_tag") \
    X(BTF_KIND_ENUM64, 19, "enum64")

/* ---- Limits ---- */

#define BTF_MAXSIZEOF_FILE 268435456 /* bytes */
#define BTF_MAX_NESTING 16 /* objects */
#define BTF_MAX_NODES 40000000 /* values of a file */

/* btf::body */
#define BTF_MINSIZEOF_BODY 23
#define BTF_VALUE_BODY_VERSION 1
#define BTF_VALUE_BODY_FLAGS 0
#define BTF_VALUE_BODY_HDR_LEN 24
#define BTF_VALUE_BODY_TYPE_OFF 0
#define BTF_MIN_BODY_STR_LEN 1
#define BTF_MAX_BODY_STR_LEN 16777215
#define BTF_MAXLEN_BODY_NAMES 16777215 /* bytes */

/* btf::body::type_area */
#define BTF_MAXCOUNT_BODY_TYPE_AREA_ITEMS 22369621 /* by the limits of a file */
#define BTF_MAXLEN_BODY_TYPE_AREA_ITEMS 786432 /* bytes */

/* btf::body::type_record */
#define BTF_MINSIZEOF_BODY_TYPE_RECORD 12
#define BTF_MAXSIZEOF_BODY_TYPE_RECORD 786432
#define BTF_MIN_BODY_TYPE_RECORD_ID 1
#define BTF_MAX_BODY_TYPE_RECORD_NAME_OFF 16777215
#define BTF_MAXLEN_BODY_TYPE_RECORD_DETAILS 786420 /* bytes */

/* btf::body::int_details */
#define BTF_SIZEOF_BODY_INT_DETAILS 4

/* btf::body::array_details */
#define BTF_SIZEOF_BODY_ARRAY_DETAILS 12

/* btf::body::members */
#define BTF_MAXSIZEOF_BODY_MEMBERS 786420
#define BTF_MAXCOUNT_BODY_MEMBERS_ITEMS 65535

/* btf::body::member */
#define BTF_SIZEOF_BODY_MEMBER 12
#define BTF_MAX_BODY_MEMBER_NAME_OFF 16777215

/* btf::body::enumerators */
#define BTF_MAXSIZEOF_BODY_ENUMERATORS 524280
#define BTF_MAXCOUNT_BODY_ENUMERATORS_ITEMS 65535

/* btf::body::enumerator */
#define BTF_SIZEOF_BODY_ENUMERATOR 8
#define BTF_MIN_BODY_ENUMERATOR_NAME_OFF 1
#define BTF_MAX_BODY_ENUMERATOR_NAME_OFF 16777215

/* btf::body::enumerators64 */
#define BTF_MAXSIZEOF_BODY_ENUMERATORS64 786420
#define BTF_MAXCOUNT_BODY_ENUMERATORS64_ITEMS 65535

/* btf::body::enumerator64 */
#define BTF_SIZEOF_BODY_ENUMERATOR64 12
#define BTF_MIN_BODY_ENUMERATOR64_NAME_OFF 1
#define BTF_MAX_BODY_ENUMERATOR64_NAME_OFF 16777215

/* btf::body::parameters */
#define BTF_MAXSIZEOF_BODY_PARAMETERS 524280
#define BTF_MAXCOUNT_BODY_PARAMETERS_ITEMS 65535

/* btf::body::parameter */
#define BTF_SIZEOF_BODY_PARAMETER 8
#define BTF_MAX_BODY_PARAMETER_NAME_OFF 16777215

/* btf::body::var_details */
#define BTF_SIZEOF_BODY_VAR_DETAILS 4
#define BTF_MAX_BODY_VAR_DETAILS_LINKAGE 2

/* btf::body::variables */
#define BTF_MAXSIZEOF_BODY_VARIABLES 786420
#define BTF_MAXCOUNT_BODY_VARIABLES_ITEMS 65535

/* btf::body::variable */
#define BTF_SIZEOF_BODY_VARIABLE 12

/* btf::body::tag_details */
#define BTF_SIZEOF_BODY_TAG_DETAILS 4
#define BTF_MIN_BODY_TAG_DETAILS_COMPONENT (-1)

/* ---- Layout ---- */

/* btf: 2 bytes, of more that varies */
struct btf_head {
    uint8_t magic[2]; /* bytes, one of [0x9f, 0xeb], [0xeb, 0x9f] */
};
BTF_STATIC_ASSERT(sizeof(struct btf_head) == 2, "size");
BTF_STATIC_ASSERT(offsetof(struct btf_head, magic) == 0, "magic");

#define BTF_OFFSETOF_MAGIC 0

/* btf::body: 22 bytes, of more that varies */
struct btf_body_head {
    uint8_t version; /* = 1 */
    uint8_t flags; /* reserved: 0 */
    uint8_t hdr_len[4]; /* = 24 */
    uint8_t type_off[4]; /* = 0 */
    uint8_t type_len[4]; /* _ % 4 == 0 and _ <= _root._io.size - 24 */
    uint8_t str_off[4]; /* = type_len */
    uint8_t str_len[4]; /* 1 to 0xffffff */
};
BTF_STATIC_ASSERT(sizeof(struct btf_body_head) == 22, "size");
BTF_STATIC_ASSERT(offsetof(struct btf_body_head, version) == 0, "version");
BTF_STATIC_ASSERT(offsetof(struct btf_body_head, flags) == 1, "flags");
BTF_STATIC_ASSERT(offsetof(struct btf_body_head, hdr_len) == 2, "hdr_len");
BTF_STATIC_ASSERT(offsetof(struct btf_body_head, type_off) == 6, "type_off");
BTF_STATIC_ASSERT(offsetof(struct btf_body_head, type_len) == 10, "type_len");
BTF_STATIC_ASSERT(offsetof(struct btf_body_head, str_off) == 14, "str_off");
BTF_STATIC_ASSERT(offsetof(struct btf_body_head, str_len) == 18, "str_len");

#define BTF_OFFSETOF_BODY_VERSION 0
#define BTF_OFFSETOF_BODY_FLAGS 1
#define BTF_OFFSETOF_BODY_HDR_LEN 2
#define BTF_OFFSETOF_BODY_TYPE_OFF 6
#define BTF_OFFSETOF_BODY_TYPE_LEN 10
#define BTF_OFFSETOF_BODY_STR_OFF 14
#define BTF_OFFSETOF_BODY_STR_LEN 18

/* btf::body::type_record: 12 bytes, of more that varies */
struct btf_body_type_record_head {
    uint8_t name_off[4]; /* at most _parent._parent.last_name */
    uint8_t info[4]; /* _ & 0x60ff0000 == 0 and _ >> 24 & 31 >= 1 and _ >> 24 & 31 <= 19 */
    uint8_t size_or_type[4];
};
BTF_STATIC_ASSERT(sizeof(struct btf_body_type_record_head) == 12, "size");
BTF_STATIC_ASSERT(offsetof(struct btf_body_type_record_head, name_off) == 0, "name_off");
BTF_STATIC_ASSERT(offsetof(struct btf_body_type_record_head, info) == 4, "info");
BTF_STATIC_ASSERT(offsetof(struct btf_body_type_record_head, size_or_type) == 8, "size_or_type");

#define BTF_OFFSETOF_BODY_TYPE_RECORD_NAME_OFF 0
#define BTF_OFFSETOF_BODY_TYPE_RECORD_INFO 4
#define BTF_OFFSETOF_BODY_TYPE_RECORD_SIZE_OR_TYPE 8

/* btf::body::int_details: 4 bytes */
struct btf_body_int_details {
    uint8_t value[4]; /* _ & 0xf000ff00 == 0 and (_ >> 24 == 0 or _ >> 24 == 1 or _ >> 24 == 2 or _ >> 24 */
};
BTF_STATIC_ASSERT(sizeof(struct btf_body_int_details) == 4, "size");
BTF_STATIC_ASSERT(offsetof(struct btf_body_int_details, value) == 0, "value");

#define BTF_OFFSETOF_BODY_INT_DETAILS_VALUE 0

/* btf::body::array_details: 12 bytes */
struct btf_body_array_details {
    uint8_t element_type[4];
    uint8_t index_type[4];
    uint8_t nelems[4];
};
BTF_STATIC_ASSERT(sizeof(struct btf_body_array_details) == 12, "size");
BTF_STATIC_ASSERT(offsetof(struct btf_body_array_details, element_type) == 0, "element_type");
BTF_STATIC_ASSERT(offsetof(struct btf_body_array_details, index_type) == 4, "index_type");
BTF_STATIC_ASSERT(offsetof(struct btf_body_array_details, nelems) == 8, "nelems");

#define BTF_OFFSETOF_BODY_ARRAY_DETAILS_ELEMENT_TYPE 0
#define BTF_OFFSETOF_BODY_ARRAY_DETAILS_INDEX_TYPE 4
#define BTF_OFFSETOF_BODY_ARRAY_DETAILS_NELEMS 8

/* btf::body::member: 12 bytes */
struct btf_body_member {
    uint8_t name_off[4]; /* at most _parent._parent._parent._parent.last_name */
    uint8_t type[4];
    uint8_t offset[4];
};
BTF_STATIC_ASSERT(sizeof(struct btf_body_member) == 12, "size");
BTF_STATIC_ASSERT(offsetof(struct btf_body_member, name_off) == 0, "name_off");
BTF_STATIC_ASSERT(offsetof(struct btf_body_member, type) == 4, "type");
BTF_STATIC_ASSERT(offsetof(struct btf_body_member, offset) == 8, "offset");

#define BTF_OFFSETOF_BODY_MEMBER_NAME_OFF 0
#define BTF_OFFSETOF_BODY_MEMBER_TYPE 4
#define BTF_OFFSETOF_BODY_MEMBER_OFFSET 8

/* btf::body::enumerator: 8 bytes */
struct btf_body_enumerator {
    uint8_t name_off[4]; /* 1 to _parent._parent._parent._parent.last_name */
    uint8_t value[4];
};
BTF_STATIC_ASSERT(sizeof(struct btf_body_enumerator) == 8, "size");
BTF_STATIC_ASSERT(offsetof(struct btf_body_enumerator, name_off) == 0, "name_off");
BTF_STATIC_ASSERT(offsetof(struct btf_body_enumerator, value) == 4, "value");

#define BTF_OFFSETOF_BODY_ENUMERATOR_NAME_OFF 0
#define BTF_OFFSETOF_BODY_ENUMERATOR_VALUE 4

/* btf::body::enumerator64: 12 bytes */
struct btf_body_enumerator64 {
    uint8_t name_off[4]; /* 1 to _parent._parent._parent._parent.last_name */
    uint8_t value_low[4];
    uint8_t value_high[4];
};
BTF_STATIC_ASSERT(sizeof(struct btf_body_enumerator64) == 12, "size");
BTF_STATIC_ASSERT(offsetof(struct btf_body_enumerator64, name_off) == 0, "name_off");
BTF_STATIC_ASSERT(offsetof(struct btf_body_enumerator64, value_low) == 4, "value_low");
BTF_STATIC_ASSERT(offsetof(struct btf_body_enumerator64, value_high) == 8, "value_high");

#define BTF_OFFSETOF_BODY_ENUMERATOR64_NAME_OFF 0
#define BTF_OFFSETOF_BODY_ENUMERATOR64_VALUE_LOW 4
#define BTF_OFFSETOF_BODY_ENUMERATOR64_VALUE_HIGH 8

/* btf::body::parameter: 8 bytes */
struct btf_body_parameter {
    uint8_t name_off[4]; /* at most _parent._parent._parent._parent.last_name */
    uint8_t type[4];
};
BTF_STATIC_ASSERT(sizeof(struct btf_body_parameter) == 8, "size");
BTF_STATIC_ASSERT(offsetof(struct btf_body_parameter, name_off) == 0, "name_off");
BTF_STATIC_ASSERT(offsetof(struct btf_body_parameter, type) == 4, "type");

#define BTF_OFFSETOF_BODY_PARAMETER_NAME_OFF 0
#define BTF_OFFSETOF_BODY_PARAMETER_TYPE 4

/* btf::body::var_details: 4 bytes */
struct btf_body_var_details {
    uint8_t linkage[4]; /* at most 2 */
};
BTF_STATIC_ASSERT(sizeof(struct btf_body_var_details) == 4, "size");
BTF_STATIC_ASSERT(offsetof(struct btf_body_var_details, linkage) == 0, "linkage");

#define BTF_OFFSETOF_BODY_VAR_DETAILS_LINKAGE 0

/* btf::body::variable: 12 bytes */
struct btf_body_variable {
    uint8_t type[4];
    uint8_t offset[4];
    uint8_t size[4];
};
BTF_STATIC_ASSERT(sizeof(struct btf_body_variable) == 12, "size");
BTF_STATIC_ASSERT(offsetof(struct btf_body_variable, type) == 0, "type");
BTF_STATIC_ASSERT(offsetof(struct btf_body_variable, offset) == 4, "offset");
BTF_STATIC_ASSERT(offsetof(struct btf_body_variable, size) == 8, "size");

#define BTF_OFFSETOF_BODY_VARIABLE_TYPE 0
#define BTF_OFFSETOF_BODY_VARIABLE_OFFSET 4
#define BTF_OFFSETOF_BODY_VARIABLE_SIZE 8

/* btf::body::tag_details: 4 bytes */
struct btf_body_tag_details {
    uint8_t component[4]; /* at least -1 */
};
BTF_STATIC_ASSERT(sizeof(struct btf_body_tag_details) == 4, "size");
BTF_STATIC_ASSERT(offsetof(struct btf_body_tag_details, component) == 0, "component");

#define BTF_OFFSETOF_BODY_TAG_DETAILS_COMPONENT 0

#endif /* CONTENTGATE_BTF_H */
