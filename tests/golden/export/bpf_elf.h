/*
 * bpf_elf: eBPF object (64-bit ELF, relocatable, machine BPF)
 *
 * Made by `contentgate schema export --to c-header`: make it anew rather than edit it.
 *
 * What stands here holds for every file that contentgate accepts. It is for checks at compile
 * time; a consumer bounds every read at run time as well.
 */
#ifndef CONTENTGATE_BPF_ELF_H
#define CONTENTGATE_BPF_ELF_H

#ifdef __KERNEL__
#include <linux/stddef.h>
#include <linux/types.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif

#define BPF_ELF_SCHEMA_DIGEST \
    "baa66a2f615d93b2ab2e725695b73506686285ddf73e0af56157c3bf25a98980"

/* ---- Assertions: for use at file scope or in a function, with a semicolon behind ---- */

#if defined(__cplusplus)
#define BPF_ELF_STATIC_ASSERT(condition, text) static_assert(condition, text)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define BPF_ELF_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#elif defined(__GNUC__)
#define BPF_ELF_STATIC_ASSERT(condition, text) __extension__ _Static_assert(condition, text)
#else
#define BPF_ELF_STATIC_ASSERT(condition, text) \
    extern char bpf_elf_static_assert[(condition) ? 1 : -1]
#endif

/* Number of elements of an array; a pointer in its place does not compile. */
#if defined(__cplusplus)
extern "C++" {
template <typename T, size_t N> char (&bpf_elf_array_of(T (&)[N]))[N];
}
#define BPF_ELF_ARRAY_LENGTH(array) (sizeof(bpf_elf_array_of(array)))
#elif defined(__GNUC__)
#define BPF_ELF_ARRAY_LENGTH(array) \
    (sizeof(array) / sizeof((array)[0]) + 0 * sizeof(char[ \
        __builtin_types_compatible_p(__typeof__(array), __typeof__(&(array)[0])) ? -1 : 1]))
#else
#define BPF_ELF_ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#endif

/* The array has room for so many elements: for arrays filled from repeated fields (MAXCOUNT) and
 * for tables that are indexed by a value of the file (SPAN). */
#define BPF_ELF_ASSERT_ROOM(array, count) \
    BPF_ELF_STATIC_ASSERT(BPF_ELF_ARRAY_LENGTH(array) >= (count), \
        "bpf_elf: " #array " has fewer than " #count " elements")

/* The buffer is large enough for so many bytes (SIZEOF, MAXSIZEOF, MAXLEN). */
#define BPF_ELF_ASSERT_BYTES(buffer, size) \
    BPF_ELF_STATIC_ASSERT(sizeof(buffer) >= (size), \
        "bpf_elf: " #buffer " has fewer than " #size " bytes")

/* Whether `length` bytes at `offset` lie inside `size` bytes; cannot wrap. */
static inline int bpf_elf_fits(size_t size, size_t offset, size_t length)
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
#define BPF_ELF_ASSERT_BASE_TYPES(array, asked) \
    BPF_ELF_STATIC_ASSERT(BPF_ELF_ARRAY_LENGTH(array) >= (asked), \
        "contract.base_types: " #array " is shorter than " #asked)
#define BPF_ELF_ASSERT_BASE_TYPES_VALUE(value, asked) \
    BPF_ELF_STATIC_ASSERT((value) >= (asked), \
        "contract.base_types: " #value " is less than " #asked)

/*
 * contract.base_names
 *
 * Bytes of the name pool of the BTF that a split one goes on from. For split BTF only.
 *
 * Asked for by base-name-exceeds-contract.
 */
#define BPF_ELF_ASSERT_BASE_NAMES(array, asked) \
    BPF_ELF_STATIC_ASSERT(BPF_ELF_ARRAY_LENGTH(array) >= (asked), \
        "contract.base_names: " #array " is shorter than " #asked)
#define BPF_ELF_ASSERT_BASE_NAMES_VALUE(value, asked) \
    BPF_ELF_STATIC_ASSERT((value) >= (asked), \
        "contract.base_names: " #value " is less than " #asked)

/* ---- Enums ---- */

/* bpf_elf::byte_order */
enum bpf_elf_byte_order {
    BPF_ELF_BYTE_ORDER_LITTLE = 1,
    BPF_ELF_BYTE_ORDER_BIG = 2
};
#define BPF_ELF_SPAN_BYTE_ORDER 3 /* length of a table indexed by it */
#define BPF_ELF_EACH_BYTE_ORDER(X) \
    X(BPF_ELF_BYTE_ORDER_LITTLE, 1, "little") \
    X(BPF_ELF_BYTE_ORDER_BIG, 2, "big")

/* bpf_elf::section_kind */
enum bpf_elf_section_kind {
    BPF_ELF_SECTION_KIND_NONE = 0,
    BPF_ELF_SECTION_KIND_CONTENTS = 1,
    BPF_ELF_SECTION_KIND_SYMBOLS = 2,
    BPF_ELF_SECTION_KIND_STRINGS = 3,
    BPF_ELF_SECTION_KIND_NO_BYTES = 8,
    BPF_ELF_SECTION_KIND_RELOCATIONS = 9,
    BPF_ELF_SECTION_KIND_GROUP = 17,
    BPF_ELF_SECTION_KIND_ADDRESS_SIGNIFICANT = 1879002115
};
#define BPF_ELF_EACH_SECTION_KIND(X) \
    X(BPF_ELF_SECTION_KIND_NONE, 0, "none") \
    X(BPF_ELF_SECTION_KIND_CONTENTS, 1, "contents") \
    X(BPF_ELF_SECTION_KIND_SYMBOLS, 2, "symbols") \
    X(BPF_ELF_SECTION_KIND_STRINGS, 3, "strings") \
    X(BPF_ELF_SECTION_KIND_NO_BYTES, 8, "no_bytes") \
    X(BPF_ELF_SECTION_KIND_RELOCATIONS, 9, "relocations") \
    X(BPF_ELF_SECTION_KIND_GROUP, 17, "group") \
    X(BPF_ELF_SECTION_KIND_ADDRESS_SIGNIFICANT, 1879002115, "address_significant")

/* bpf_elf::symbol_kind */
enum bpf_elf_symbol_kind {
    BPF_ELF_SYMBOL_KIND_NO_TYPE = 0,
    BPF_ELF_SYMBOL_KIND_OBJECT = 1,
    BPF_ELF_SYMBOL_KIND_FUNCTION = 2,
    BPF_ELF_SYMBOL_KIND_SECTION = 3,
    BPF_ELF_SYMBOL_KIND_SOURCE_FILE = 4
};
#define BPF_ELF_SPAN_SYMBOL_KIND 5 /* length of a table indexed by it */
#define BPF_ELF_EACH_SYMBOL_KIND(X) \
    X(BPF_ELF_SYMBOL_KIND_NO_TYPE, 0, "no_type") \
    X(BPF_ELF_SYMBOL_KIND_OBJECT, 1, "object") \
    X(BPF_ELF_SYMBOL_KIND_FUNCTION, 2, "function") \
    X(BPF_ELF_SYMBOL_KIND_SECTION, 3, "section") \
    X(BPF_ELF_SYMBOL_KIND_SOURCE_FILE, 4, "source_file")

/* bpf_elf::role */
enum bpf_elf_role {
    BPF_ELF_ROLE_OTHER = 0,
    BPF_ELF_ROLE_PROGRAM = 1,
    BPF_ELF_ROLE_LICENSE = 2,
    BPF_ELF_ROLE_KERNEL_VERSION = 3,
    BPF_ELF_ROLE_MAPS_OF_OLD = 4,
    BPF_ELF_ROLE_TYPES = 5,
    BPF_ELF_ROLE_TYPES_OF_CODE = 6
};
#define BPF_ELF_SPAN_ROLE 7 /* length of a table indexed by it */
#define BPF_ELF_EACH_ROLE(X) \
    X(BPF_ELF_ROLE_OTHER, 0, "other") \
    X(BPF_ELF_ROLE_PROGRAM, 1, "program") \
    X(BPF_ELF_ROLE_LICENSE, 2, "license") \
    X(BPF_ELF_ROLE_KERNEL_VERSION, 3, "kernel_version") \
    X(BPF_ELF_ROLE_MAPS_OF_OLD, 4, "maps_of_old") \
    X(BPF_ELF_ROLE_TYPES, 5, "types") \
    X(BPF_ELF_ROLE_TYPES_OF_CODE, 6, "types_of_code")

/* bpf_elf::opcode */
enum bpf_elf_opcode {
    BPF_ELF_OPCODE_WIDE_SECOND = 0,
    BPF_ELF_OPCODE_ADD32_VALUE = 4,
    BPF_ELF_OPCODE_JUMP = 5,
    BPF_ELF_OPCODE_JUMP_FAR = 6,
    BPF_ELF_OPCODE_ADD64_VALUE = 7,
    BPF_ELF_OPCODE_ADD32_REGISTER = 12,
    BPF_ELF_OPCODE_ADD64_REGISTER = 15,
    BPF_ELF_OPCODE_SUB32_VALUE = 20,
    BPF_ELF_OPCODE_JUMP_EQUAL_VALUE = 21,
    BPF_ELF_OPCODE_JUMP32_EQUAL_VALUE = 22,
    BPF_ELF_OPCODE_SUB64_VALUE = 23,
    BPF_ELF_OPCODE_LOAD_WIDE = 24,
    BPF_ELF_OPCODE_SUB32_REGISTER = 28,
    BPF_ELF_OPCODE_JUMP_EQUAL_REGISTER = 29,
    BPF_ELF_OPCODE_JUMP32_EQUAL_REGISTER = 30,
    BPF_ELF_OPCODE_SUB64_REGISTER = 31,
    BPF_ELF_OPCODE_PACKET_4 = 32,
    BPF_ELF_OPCODE_MUL32_VALUE = 36,
    BPF_ELF_OPCODE_JUMP_ABOVE_VALUE = 37,
    BPF_ELF_OPCODE_JUMP32_ABOVE_VALUE = 38,
    BPF_ELF_OPCODE_MUL64_VALUE = 39,
    BPF_ELF_OPCODE_PACKET_2 = 40,
    BPF_ELF_OPCODE_MUL32_REGISTER = 44,
    BPF_ELF_OPCODE_JUMP_ABOVE_REGISTER = 45,
    BPF_ELF_OPCODE_JUMP32_ABOVE_REGISTER = 46,
    BPF_ELF_OPCODE_MUL64_REGISTER = 47,
    BPF_ELF_OPCODE_PACKET_1 = 48,
    BPF_ELF_OPCODE_DIV32_VALUE = 52,
    BPF_ELF_OPCODE_JUMP_ABOVE_OR_EQUAL_VALUE = 53,
    BPF_ELF_OPCODE_JUMP32_ABOVE_OR_EQUAL_VALUE = 54,
    BPF_ELF_OPCODE_DIV64_VALUE = 55,
    BPF_ELF_OPCODE_DIV32_REGISTER = 60,
    BPF_ELF_OPCODE_JUMP_ABOVE_OR_EQUAL_REGISTER = 61,
    BPF_ELF_OPCODE_JUMP32_ABOVE_OR_EQUAL_REGISTER = 62,
    BPF_ELF_OPCODE_DIV64_REGISTER = 63,
    BPF_ELF_OPCODE_PACKET_AT_REGISTER_4 = 64,
    BPF_ELF_OPCODE_OR32_VALUE = 68,
    BPF_ELF_OPCODE_JUMP_BIT_SET_VALUE = 69,
    BPF_ELF_OPCODE_JUMP32_BIT_SET_VALUE = 70,
    BPF_ELF_OPCODE_OR64_VALUE = 71,
    BPF_ELF_OPCODE_PACKET_AT_REGISTER_2 = 72,
    BPF_ELF_OPCODE_OR32_REGISTER = 76,
    BPF_ELF_OPCODE_JUMP_BIT_SET_REGISTER = 77,
    BPF_ELF_OPCODE_JUMP32_BIT_SET_REGISTER = 78,
    BPF_ELF_OPCODE_OR64_REGISTER = 79,
    BPF_ELF_OPCODE_PACKET_AT_REGISTER_1 = 80,
    BPF_ELF_OPCODE_AND32_VALUE = 84,
    BPF_ELF_OPCODE_JUMP_NOT_EQUAL_VALUE = 85,
    BPF_ELF_OPCODE_JUMP32_NOT_EQUAL_VALUE = 86,
    BPF_ELF_OPCODE_AND64_VALUE = 87,
    BPF_ELF_OPCODE_AND32_REGISTER = 92,
    BPF_ELF_OPCODE_JUMP_NOT_EQUAL_REGISTER = 93,
    BPF_ELF_OPCODE_JUMP32_NOT_EQUAL_REGISTER = 94,
    BPF_ELF_OPCODE_AND64_REGISTER = 95,
    BPF_ELF_OPCODE_LOAD_4 = 97,
    BPF_ELF_OPCODE_STORE_VALUE_4 = 98,
    BPF_ELF_OPCODE_STORE_4 = 99,
    BPF_ELF_OPCODE_LSH32_VALUE = 100,
    BPF_ELF_OPCODE_JUMP_GREATER_VALUE = 101,
    BPF_ELF_OPCODE_JUMP32_GREATER_VALUE = 102,
    BPF_ELF_OPCODE_LSH64_VALUE = 103,
    BPF_ELF_OPCODE_LOAD_2 = 105,
    BPF_ELF_OPCODE_STORE_VALUE_2 = 106,
    BPF_ELF_OPCODE_STORE_2 = 107,
    BPF_ELF_OPCODE_LSH32_REGISTER = 108,
    BPF_ELF_OPCODE_JUMP_GREATER_REGISTER = 109,
    BPF_ELF_OPCODE_JUMP32_GREATER_REGISTER = 110,
    BPF_ELF_OPCODE_LSH64_REGISTER = 111,
    BPF_ELF_OPCODE_LOAD_1 = 113,
    BPF_ELF_OPCODE_STORE_VALUE_1 = 114,
    BPF_ELF_OPCODE_STORE_1 = 115,
    BPF_ELF_OPCODE_RSH32_VALUE = 116,
    BPF_ELF_OPCODE_JUMP_GREATER_OR_EQUAL_VALUE = 117,
    BPF_ELF_OPCODE_JUMP32_GREATER_OR_EQUAL_VALUE = 118,
    BPF_ELF_OPCODE_RSH64_VALUE = 119,
    BPF_ELF_OPCODE_LOAD_8 = 121,
    BPF_ELF_OPCODE_STORE_VALUE_8 = 122,
    BPF_ELF_OPCODE_STORE_8 = 123,
    BPF_ELF_OPCODE_RSH32_REGISTER = 124,
    BPF_ELF_OPCODE_JUMP_GREATER_OR_EQUAL_REGISTER = 125,
    BPF_ELF_OPCODE_JUMP32_GREATER_OR_EQUAL_REGISTER = 126,
    BPF_ELF_OPCODE_RSH64_REGISTER = 127,
    BPF_ELF_OPCODE_LOAD_SIGNED_4 = 129,
    BPF_ELF_OPCODE_NEG32 = 132,
    BPF_ELF_OPCODE_CALL = 133,
    BPF_ELF_OPCODE_NEG64 = 135,
    BPF_ELF_OPCODE_LOAD_SIGNED_2 = 137,
    BPF_ELF_OPCODE_CALL_REGISTER = 141,
    BPF_ELF_OPCODE_LOAD_SIGNED_1 = 145,
    BPF_ELF_OPCODE_MOD32_VALUE = 148,
    BPF_ELF_OPCODE_EXIT = 149,
    BPF_ELF_OPCODE_MOD64_VALUE = 151,
    BPF_ELF_OPCODE_MOD32_REGISTER = 156,
    BPF_ELF_OPCODE_MOD64_REGISTER = 159,
    BPF_ELF_OPCODE_XOR32_VALUE = 164,
    BPF_ELF_OPCODE_JUMP_BELOW_VALUE = 165,
    BPF_ELF_OPCODE_JUMP32_BELOW_VALUE = 166,
    BPF_ELF_OPCODE_XOR64_VALUE = 167,
    BPF_ELF_OPCODE_XOR32_REGISTER = 172,
    BPF_ELF_OPCODE_JUMP_BELOW_REGISTER = 173,
    BPF_ELF_OPCODE_JUMP32_BELOW_REGISTER = 174,
    BPF_ELF_OPCODE_XOR64_REGISTER = 175,
    BPF_ELF_OPCODE_MOV32_VALUE = 180,
    BPF_ELF_OPCODE_JUMP_BELOW_OR_EQUAL_VALUE = 181,
    BPF_ELF_OPCODE_JUMP32_BELOW_OR_EQUAL_VALUE = 182,
    BPF_ELF_OPCODE_MOV64_VALUE = 183,
    BPF_ELF_OPCODE_MOV32_REGISTER = 188,
    BPF_ELF_OPCODE_JUMP_BELOW_OR_EQUAL_REGISTER = 189,
    BPF_ELF_OPCODE_JUMP32_BELOW_OR_EQUAL_REGISTER = 190,
    BPF_ELF_OPCODE_MOV64_REGISTER = 191,
    BPF_ELF_OPCODE_ATOMIC_4 = 195,
    BPF_ELF_OPCODE_ARSH32_VALUE = 196,
    BPF_ELF_OPCODE_JUMP_LESS_VALUE = 197,
    BPF_ELF_OPCODE_JUMP32_LESS_VALUE = 198,
    BPF_ELF_OPCODE_ARSH64_VALUE = 199,
    BPF_ELF_OPCODE_ATOMIC_2 = 203,
    BPF_ELF_OPCODE_ARSH32_REGISTER = 204,
    BPF_ELF_OPCODE_JUMP_LESS_REGISTER = 205,
    BPF_ELF_OPCODE_JUMP32_LESS_REGISTER = 206,
    BPF_ELF_OPCODE_ARSH64_REGISTER = 207,
    BPF_ELF_OPCODE_ATOMIC_1 = 211,
    BPF_ELF_OPCODE_TO_LITTLE_ENDIAN = 212,
    BPF_ELF_OPCODE_JUMP_LESS_OR_EQUAL_VALUE = 213,
    BPF_ELF_OPCODE_JUMP32_LESS_OR_EQUAL_VALUE = 214,
    BPF_ELF_OPCODE_SWAP_BYTES = 215,
    BPF_ELF_OPCODE_ATOMIC_8 = 219,
    BPF_ELF_OPCODE_TO_BIG_ENDIAN = 220,
    BPF_ELF_OPCODE_JUMP_LESS_OR_EQUAL_REGISTER = 221,
    BPF_ELF_OPCODE_JUMP32_LESS_OR_EQUAL_REGISTER = 222,
    BPF_ELF_OPCODE_JUMP_SOME_TIMES = 229
};
#define BPF_ELF_SPAN_OPCODE 230 /* length of a table indexed by it */
#define BPF_ELF_EACH_OPCODE(X) \
    X(BPF_ELF_OPCODE_WIDE_SECOND, 0, "wide_second") \
    X(BPF_ELF_OPCODE_ADD32_VALUE, 4, "add32_value") \
    X(BPF_ELF_OPCODE_JUMP, 5, "jump") \
    X(BPF_ELF_OPCODE_JUMP_FAR, 6, "jump_far") \
    X(BPF_ELF_OPCODE_ADD64_VALUE, 7, "add64_value") \
    X(BPF_ELF_OPCODE_ADD32_REGISTER, 12, "add32_register") \
    X(BPF_ELF_OPCODE_ADD64_REGISTER, 15, "add64_register") \
    X(BPF_ELF_OPCODE_SUB32_VALUE, 20, "sub32_value") \
    X(BPF_ELF_OPCODE_JUMP_EQUAL_VALUE, 21, "jump_equal_value") \
    X(BPF_ELF_OPCODE_JUMP32_EQUAL_VALUE, 22, "jump32_equal_value") \
    X(BPF_ELF_OPCODE_SUB64_VALUE, 23, "sub64_value") \
    X(BPF_ELF_OPCODE_LOAD_WIDE, 24, "load_wide") \
    X(BPF_ELF_OPCODE_SUB32_REGISTER, 28, "sub32_register") \
    X(BPF_ELF_OPCODE_JUMP_EQUAL_REGISTER, 29, "jump_equal_register") \
    X(BPF_ELF_OPCODE_JUMP32_EQUAL_REGISTER, 30, "jump32_equal_register") \
    X(BPF_ELF_OPCODE_SUB64_REGISTER, 31, "sub64_register") \
    X(BPF_ELF_OPCODE_PACKET_4, 32, "packet_4") \
    X(BPF_ELF_OPCODE_MUL32_VALUE, 36, "mul32_value") \
    X(BPF_ELF_OPCODE_JUMP_ABOVE_VALUE, 37, "jump_above_value") \
    X(BPF_ELF_OPCODE_JUMP32_ABOVE_VALUE, 38, "jump32_above_value") \
    X(BPF_ELF_OPCODE_MUL64_VALUE, 39, "mul64_value") \
    X(BPF_ELF_OPCODE_PACKET_2, 40, "packet_2") \
    X(BPF_ELF_OPCODE_MUL32_REGISTER, 44, "mul32_register") \
    X(BPF_ELF_OPCODE_JUMP_ABOVE_REGISTER, 45, "jump_above_register") \
    X(BPF_ELF_OPCODE_JUMP32_ABOVE_REGISTER, 46, "jump32_above_register") \
    X(BPF_ELF_OPCODE_MUL64_REGISTER, 47, "mul64_register") \
    X(BPF_ELF_OPCODE_PACKET_1, 48, "packet_1") \
    X(BPF_ELF_OPCODE_DIV32_VALUE, 52, "div32_value") \
    X(BPF_ELF_OPCODE_JUMP_ABOVE_OR_EQUAL_VALUE, 53, "jump_above_or_equal_value") \
    X(BPF_ELF_OPCODE_JUMP32_ABOVE_OR_EQUAL_VALUE, 54, "jump32_above_or_equal_value") \
    X(BPF_ELF_OPCODE_DIV64_VALUE, 55, "div64_value") \
    X(BPF_ELF_OPCODE_DIV32_REGISTER, 60, "div32_register") \
    X(BPF_ELF_OPCODE_JUMP_ABOVE_OR_EQUAL_REGISTER, 61, "jump_above_or_equal_register") \
    X(BPF_ELF_OPCODE_JUMP32_ABOVE_OR_EQUAL_REGISTER, 62, "jump32_above_or_equal_register") \
    X(BPF_ELF_OPCODE_DIV64_REGISTER, 63, "div64_register") \
    X(BPF_ELF_OPCODE_PACKET_AT_REGISTER_4, 64, "packet_at_register_4") \
    X(BPF_ELF_OPCODE_OR32_VALUE, 68, "or32_value") \
    X(BPF_ELF_OPCODE_JUMP_BIT_SET_VALUE, 69, "jump_bit_set_value") \
    X(BPF_ELF_OPCODE_JUMP32_BIT_SET_VALUE, 70, "jump32_bit_set_value") \
    X(BPF_ELF_OPCODE_OR64_VALUE, 71, "or64_value") \
    X(BPF_ELF_OPCODE_PACKET_AT_REGISTER_2, 72, "packet_at_register_2") \
    X(BPF_ELF_OPCODE_OR32_REGISTER, 76, "or32_register") \
    X(BPF_ELF_OPCODE_JUMP_BIT_SET_REGISTER, 77, "jump_bit_set_register") \
    X(BPF_ELF_OPCODE_JUMP32_BIT_SET_REGISTER, 78, "jump32_bit_set_register") \
    X(BPF_ELF_OPCODE_OR64_REGISTER, 79, "or64_register") \
    X(BPF_ELF_OPCODE_PACKET_AT_REGISTER_1, 80, "packet_at_register_1") \
    X(BPF_ELF_OPCODE_AND32_VALUE, 84, "and32_value") \
    X(BPF_ELF_OPCODE_JUMP_NOT_EQUAL_VALUE, 85, "jump_not_equal_value") \
    X(BPF_ELF_OPCODE_JUMP32_NOT_EQUAL_VALUE, 86, "jump32_not_equal_value") \
    X(BPF_ELF_OPCODE_AND64_VALUE, 87, "and64_value") \
    X(BPF_ELF_OPCODE_AND32_REGISTER, 92, "and32_register") \
    X(BPF_ELF_OPCODE_JUMP_NOT_EQUAL_REGISTER, 93, "jump_not_equal_register") \
    X(BPF_ELF_OPCODE_JUMP32_NOT_EQUAL_REGISTER, 94, "jump32_not_equal_register") \
    X(BPF_ELF_OPCODE_AND64_REGISTER, 95, "and64_register") \
    X(BPF_ELF_OPCODE_LOAD_4, 97, "load_4") \
    X(BPF_ELF_OPCODE_STORE_VALUE_4, 98, "store_value_4") \
    X(BPF_ELF_OPCODE_STORE_4, 99, "store_4") \
    X(BPF_ELF_OPCODE_LSH32_VALUE, 100, "lsh32_value") \
    X(BPF_ELF_OPCODE_JUMP_GREATER_VALUE, 101, "jump_greater_value") \
    X(BPF_ELF_OPCODE_JUMP32_GREATER_VALUE, 102, "jump32_greater_value") \
    X(BPF_ELF_OPCODE_LSH64_VALUE, 103, "lsh64_value") \
    X(BPF_ELF_OPCODE_LOAD_2, 105, "load_2") \
    X(BPF_ELF_OPCODE_STORE_VALUE_2, 106, "store_value_2") \
    X(BPF_ELF_OPCODE_STORE_2, 107, "store_2") \
    X(BPF_ELF_OPCODE_LSH32_REGISTER, 108, "lsh32_register") \
    X(BPF_ELF_OPCODE_JUMP_GREATER_REGISTER, 109, "jump_greater_register") \
    X(BPF_ELF_OPCODE_JUMP32_GREATER_REGISTER, 110, "jump32_greater_register") \
    X(BPF_ELF_OPCODE_LSH64_REGISTER, 111, "lsh64_register") \
    X(BPF_ELF_OPCODE_LOAD_1, 113, "load_1") \
    X(BPF_ELF_OPCODE_STORE_VALUE_1, 114, "store_value_1") \
    X(BPF_ELF_OPCODE_STORE_1, 115, "store_1") \
    X(BPF_ELF_OPCODE_RSH32_VALUE, 116, "rsh32_value") \
    X(BPF_ELF_OPCODE_JUMP_GREATER_OR_EQUAL_VALUE, 117, "jump_greater_or_equal_value") \
    X(BPF_ELF_OPCODE_JUMP32_GREATER_OR_EQUAL_VALUE, 118, "jump32_greater_or_equal_value") \
    X(BPF_ELF_OPCODE_RSH64_VALUE, 119, "rsh64_value") \
    X(BPF_ELF_OPCODE_LOAD_8, 121, "load_8") \
    X(BPF_ELF_OPCODE_STORE_VALUE_8, 122, "store_value_8") \
    X(BPF_ELF_OPCODE_STORE_8, 123, "store_8") \
    X(BPF_ELF_OPCODE_RSH32_REGISTER, 124, "rsh32_register") \
    X(BPF_ELF_OPCODE_JUMP_GREATER_OR_EQUAL_REGISTER, 125, "jump_greater_or_equal_register") \
    X(BPF_ELF_OPCODE_JUMP32_GREATER_OR_EQUAL_REGISTER, 126, "jump32_greater_or_equal_register") \
    X(BPF_ELF_OPCODE_RSH64_REGISTER, 127, "rsh64_register") \
    X(BPF_ELF_OPCODE_LOAD_SIGNED_4, 129, "load_signed_4") \
    X(BPF_ELF_OPCODE_NEG32, 132, "neg32") \
    X(BPF_ELF_OPCODE_CALL, 133, "call") \
    X(BPF_ELF_OPCODE_NEG64, 135, "neg64") \
    X(BPF_ELF_OPCODE_LOAD_SIGNED_2, 137, "load_signed_2") \
    X(BPF_ELF_OPCODE_CALL_REGISTER, 141, "call_register") \
    X(BPF_ELF_OPCODE_LOAD_SIGNED_1, 145, "load_signed_1") \
    X(BPF_ELF_OPCODE_MOD32_VALUE, 148, "mod32_value") \
    X(BPF_ELF_OPCODE_EXIT, 149, "exit") \
    X(BPF_ELF_OPCODE_MOD64_VALUE, 151, "mod64_value") \
    X(BPF_ELF_OPCODE_MOD32_REGISTER, 156, "mod32_register") \
    X(BPF_ELF_OPCODE_MOD64_REGISTER, 159, "mod64_register") \
    X(BPF_ELF_OPCODE_XOR32_VALUE, 164, "xor32_value") \
    X(BPF_ELF_OPCODE_JUMP_BELOW_VALUE, 165, "jump_below_value") \
    X(BPF_ELF_OPCODE_JUMP32_BELOW_VALUE, 166, "jump32_below_value") \
    X(BPF_ELF_OPCODE_XOR64_VALUE, 167, "xor64_value") \
    X(BPF_ELF_OPCODE_XOR32_REGISTER, 172, "xor32_register") \
    X(BPF_ELF_OPCODE_JUMP_BELOW_REGISTER, 173, "jump_below_register") \
    X(BPF_ELF_OPCODE_JUMP32_BELOW_REGISTER, 174, "jump32_below_register") \
    X(BPF_ELF_OPCODE_XOR64_REGISTER, 175, "xor64_register") \
    X(BPF_ELF_OPCODE_MOV32_VALUE, 180, "mov32_value") \
    X(BPF_ELF_OPCODE_JUMP_BELOW_OR_EQUAL_VALUE, 181, "jump_below_or_equal_value") \
    X(BPF_ELF_OPCODE_JUMP32_BELOW_OR_EQUAL_VALUE, 182, "jump32_below_or_equal_value") \
    X(BPF_ELF_OPCODE_MOV64_VALUE, 183, "mov64_value") \
    X(BPF_ELF_OPCODE_MOV32_REGISTER, 188, "mov32_register") \
    X(BPF_ELF_OPCODE_JUMP_BELOW_OR_EQUAL_REGISTER, 189, "jump_below_or_equal_register") \
    X(BPF_ELF_OPCODE_JUMP32_BELOW_OR_EQUAL_REGISTER, 190, "jump32_below_or_equal_register") \
    X(BPF_ELF_OPCODE_MOV64_REGISTER, 191, "mov64_register") \
    X(BPF_ELF_OPCODE_ATOMIC_4, 195, "atomic_4") \
    X(BPF_ELF_OPCODE_ARSH32_VALUE, 196, "arsh32_value") \
    X(BPF_ELF_OPCODE_JUMP_LESS_VALUE, 197, "jump_less_value") \
    X(BPF_ELF_OPCODE_JUMP32_LESS_VALUE, 198, "jump32_less_value") \
    X(BPF_ELF_OPCODE_ARSH64_VALUE, 199, "arsh64_value") \
    X(BPF_ELF_OPCODE_ATOMIC_2, 203, "atomic_2") \
    X(BPF_ELF_OPCODE_ARSH32_REGISTER, 204, "arsh32_register") \
    X(BPF_ELF_OPCODE_JUMP_LESS_REGISTER, 205, "jump_less_register") \
    X(BPF_ELF_OPCODE_JUMP32_LESS_REGISTER, 206, "jump32_less_register") \
    X(BPF_ELF_OPCODE_ARSH64_REGISTER, 207, "arsh64_register") \
    X(BPF_ELF_OPCODE_ATOMIC_1, 211, "atomic_1") \
    X(BPF_ELF_OPCODE_TO_LITTLE_ENDIAN, 212, "to_little_endian") \
    X(BPF_ELF_OPCODE_JUMP_LESS_OR_EQUAL_VALUE, 213, "jump_less_or_equal_value") \
    X(BPF_ELF_OPCODE_JUMP32_LESS_OR_EQUAL_VALUE, 214, "jump32_less_or_equal_value") \
    X(BPF_ELF_OPCODE_SWAP_BYTES, 215, "swap_bytes") \
    X(BPF_ELF_OPCODE_ATOMIC_8, 219, "atomic_8") \
    X(BPF_ELF_OPCODE_TO_BIG_ENDIAN, 220, "to_big_endian") \
    X(BPF_ELF_OPCODE_JUMP_LESS_OR_EQUAL_REGISTER, 221, "jump_less_or_equal_register") \
    X(BPF_ELF_OPCODE_JUMP32_LESS_OR_EQUAL_REGISTER, 222, "jump32_less_or_equal_register") \
    X(BPF_ELF_OPCODE_JUMP_SOME_TIMES, 229, "jump_some_times")

/* btf::kind */
enum bpf_elf_btf_kind {
    BPF_ELF_BTF_KIND_INT = 1,
    BPF_ELF_BTF_KIND_PTR = 2,
    BPF_ELF_BTF_KIND_ARRAY = 3,
    BPF_ELF_BTF_KIND_STRUCT = 4,
    BPF_ELF_BTF_KIND_UNION = 5,
    BPF_ELF_BTF_KIND_ENUM = 6,
    BPF_ELF_BTF_KIND_FWD = 7,
    BPF_ELF_BTF_KIND_TYPEDEF = 8,
    BPF_ELF_BTF_KIND_VOLATILE = 9,
    BPF_ELF_BTF_KIND_CONST = 10,
    BPF_ELF_BTF_KIND_RESTRICT = 11,
    BPF_ELF_BTF_KIND_FUNC = 12,
    BPF_ELF_BTF_KIND_FUNC_PROTO = 13,
    BPF_ELF_BTF_KIND_VAR = 14,
    BPF_ELF_BTF_KIND_DATASEC = 15,
    BPF_ELF_BTF_KIND_FLOAT = 16,
    BPF_ELF_BTF_KIND_DECL_TAG = 17,
    BPF_ELF_BTF_KIND_TYPE_TAG = 18,
    BPF_ELF_BTF_KIND_ENUM64 = 19
};
#define BPF_ELF_SPAN_BTF_KIND 20 /* length of a table indexed by it */
#define BPF_ELF_EACH_BTF_KIND(X) \
    X(BPF_ELF_BTF_KIND_INT, 1, "int") \
    X(BPF_ELF_BTF_KIND_PTR, 2, "ptr") \
    X(BPF_ELF_BTF_KIND_ARRAY, 3, "array") \
    X(BPF_ELF_BTF_KIND_STRUCT, 4, "struct") \
    X(BPF_ELF_BTF_KIND_UNION, 5, "union") \
    X(BPF_ELF_BTF_KIND_ENUM, 6, "enum") \
    X(BPF_ELF_BTF_KIND_FWD, 7, "fwd") \
    X(BPF_ELF_BTF_KIND_TYPEDEF, 8, "typedef") \
    X(BPF_ELF_BTF_KIND_VOLATILE, 9, "volatile") \
    X(BPF_ELF_BTF_KIND_CONST, 10, "const") \
    X(BPF_ELF_BTF_KIND_RESTRICT, 11, "restrict") \
    X(BPF_ELF_BTF_KIND_FUNC, 12, "func") \
    X(BPF_ELF_BTF_KIND_FUNC_PROTO, 13, "func_proto") \
    X(BPF_ELF_BTF_KIND_VAR, 14, "var") \
    X(BPF_ELF_BTF_KIND_DATASEC, 15, "datasec") \
    X(BPF_ELF_BTF_KIND_FLOAT, 16, "float") \
    X(BPF_ELF_BTF_KIND_DECL_TAG, 17, "decl_tag") \
    X(BPF_ELF_BTF_KIND_TYPE_TAG, 18, "type_tag") \
    X(BPF_ELF_BTF_KIND_ENUM64, 19, "enum64")

/* ---- Limits ---- */

#define BPF_ELF_MAXSIZEOF_FILE 67108864 /* bytes */
#define BPF_ELF_MAX_NESTING 24 /* objects */
#define BPF_ELF_MAX_NODES 20000000 /* values of a file */

/* bpf_elf */
#define BPF_ELF_BYTES_MAGIC { 0x7f, 0x45, 0x4c, 0x46 }
#define BPF_ELF_VALUE_ELF_CLASS 2

/* bpf_elf::body */
#define BPF_ELF_SIZEOF_BODY 58
#define BPF_ELF_VALUE_BODY_IDENT_VERSION 1
#define BPF_ELF_MAX_BODY_OS_ABI 3
#define BPF_ELF_VALUE_BODY_ABI_VERSION 0
#define BPF_ELF_VALUE_BODY_TYPE 1
#define BPF_ELF_VALUE_BODY_MACHINE 247
#define BPF_ELF_VALUE_BODY_VERSION 1
#define BPF_ELF_VALUE_BODY_ENTRY 0
#define BPF_ELF_VALUE_BODY_PROGRAM_HEADERS_AT 0
#define BPF_ELF_MIN_BODY_SECTION_HEADERS_AT 64
#define BPF_ELF_VALUE_BODY_FLAGS 0
#define BPF_ELF_VALUE_BODY_HEADER_SIZE 64
#define BPF_ELF_VALUE_BODY_PROGRAM_HEADER_SIZE 0
#define BPF_ELF_VALUE_BODY_PROGRAM_HEADER_COUNT 0
#define BPF_ELF_VALUE_BODY_SECTION_HEADER_SIZE 64
#define BPF_ELF_MIN_BODY_SECTION_COUNT 2
#define BPF_ELF_MAX_BODY_SECTION_COUNT 65279
#define BPF_ELF_MIN_BODY_NAMES_SECTION 1
#define BPF_ELF_MAX_BODY_NAMES_SECTION 65278

/* bpf_elf::body::section */
#define BPF_ELF_SIZEOF_BODY_SECTION 64
#define BPF_ELF_MAX_BODY_SECTION_INDEX 65278
#define BPF_ELF_MAX_BODY_SECTION_FLAGS 2147483648u
#define BPF_ELF_VALUE_BODY_SECTION_ADDRESS 0
#define BPF_ELF_MAX_BODY_SECTION_LINK 65278
#define BPF_ELF_MAX_BODY_SECTION_ALIGNMENT 4096

/* bpf_elf::body::kernel_version */
#define BPF_ELF_SIZEOF_BODY_KERNEL_VERSION 4

/* bpf_elf::body::maps_of_old */
#define BPF_ELF_MAXCOUNT_BODY_MAPS_OF_OLD_WORDS 20000000 /* by the limits of a file */

/* bpf_elf::body::group */
#define BPF_ELF_MINSIZEOF_BODY_GROUP 4
#define BPF_ELF_MAX_BODY_GROUP_FLAGS 1
#define BPF_ELF_MIN_BODY_GROUP_MEMBERS 1
#define BPF_ELF_MAX_BODY_GROUP_MEMBERS 65278
#define BPF_ELF_MAXCOUNT_BODY_GROUP_MEMBERS 20000000 /* by the limits of a file */

/* bpf_elf::body::symbol_table */
#define BPF_ELF_MAX_BODY_SYMBOL_TABLE_SECTION 65278
#define BPF_ELF_MAX_BODY_SYMBOL_TABLE_LINK 65278
#define BPF_ELF_MAXCOUNT_BODY_SYMBOL_TABLE_ITEMS 11184810 /* by the limits of a file */

/* bpf_elf::body::symbol */
#define BPF_ELF_SIZEOF_BODY_SYMBOL 24
#define BPF_ELF_MAX_BODY_SYMBOL_VISIBILITY 3
#define BPF_ELF_MAX_BODY_SYMBOL_SECTION 65522

/* bpf_elf::body::relocation_table */
#define BPF_ELF_MAX_BODY_RELOCATION_TABLE_SECTION 65278
#define BPF_ELF_MAXCOUNT_BODY_RELOCATION_TABLE_ITEMS 16777216 /* by the limits of a file */

/* bpf_elf::body::relocation */
#define BPF_ELF_SIZEOF_BODY_RELOCATION 16

/* bpf_elf::body::program */
#define BPF_ELF_MAXCOUNT_BODY_PROGRAM_ITEMS 20000000 /* by the limits of a file */

/* bpf_elf::body::instruction */
#define BPF_ELF_SIZEOF_BODY_INSTRUCTION 8

/* bpf_elf::body::types_of_code */
#define BPF_ELF_MINSIZEOF_BODY_TYPES_OF_CODE 24
#define BPF_ELF_VALUE_BODY_TYPES_OF_CODE_MAGIC 60319
#define BPF_ELF_VALUE_BODY_TYPES_OF_CODE_VERSION 1
#define BPF_ELF_VALUE_BODY_TYPES_OF_CODE_FLAGS 0
#define BPF_ELF_MIN_BODY_TYPES_OF_CODE_HEADER_SIZE 24
#define BPF_ELF_MAX_BODY_TYPES_OF_CODE_HEADER_SIZE 40
#define BPF_ELF_VALUE_BODY_TYPES_OF_CODE_FUNCTIONS_AT 0

/* bpf_elf::body::types_of_code::place */
#define BPF_ELF_SIZEOF_BODY_TYPES_OF_CODE_PLACE 8
#define BPF_ELF_MIN_BODY_TYPES_OF_CODE_PLACE_NAME_OFFSET 1
#define BPF_ELF_MAX_BODY_TYPES_OF_CODE_PLACE_NAME_OFFSET 16777214
#define BPF_ELF_MIN_BODY_TYPES_OF_CODE_PLACE_COUNT 1

/* bpf_elf::body::types_of_code::function_area */
#define BPF_ELF_MINSIZEOF_BODY_TYPES_OF_CODE_FUNCTION_AREA 4
#define BPF_ELF_VALUE_BODY_TYPES_OF_CODE_FUNCTION_AREA_RECORD_SIZE 8
#define BPF_ELF_MAXCOUNT_BODY_TYPES_OF_CODE_FUNCTION_AREA_BLOCKS 16777216 /* by the limits of a file */

/* bpf_elf::body::types_of_code::function_block */
#define BPF_ELF_MINSIZEOF_BODY_TYPES_OF_CODE_FUNCTION_BLOCK 16
#define BPF_ELF_MINCOUNT_BODY_TYPES_OF_CODE_FUNCTION_BLOCK_ITEMS 1
#define BPF_ELF_MAXCOUNT_BODY_TYPES_OF_CODE_FUNCTION_BLOCK_ITEMS 20000000 /* by the limits of a file */

/* bpf_elf::body::types_of_code::function_record */
#define BPF_ELF_SIZEOF_BODY_TYPES_OF_CODE_FUNCTION_RECORD 8
#define BPF_ELF_MIN_BODY_TYPES_OF_CODE_FUNCTION_RECORD_TYPE 1

/* bpf_elf::body::types_of_code::line_area */
#define BPF_ELF_MINSIZEOF_BODY_TYPES_OF_CODE_LINE_AREA 4
#define BPF_ELF_VALUE_BODY_TYPES_OF_CODE_LINE_AREA_RECORD_SIZE 16
#define BPF_ELF_MAXCOUNT_BODY_TYPES_OF_CODE_LINE_AREA_BLOCKS 11184810 /* by the limits of a file */

/* bpf_elf::body::types_of_code::line_block */
#define BPF_ELF_MINSIZEOF_BODY_TYPES_OF_CODE_LINE_BLOCK 24
#define BPF_ELF_MINCOUNT_BODY_TYPES_OF_CODE_LINE_BLOCK_ITEMS 1
#define BPF_ELF_MAXCOUNT_BODY_TYPES_OF_CODE_LINE_BLOCK_ITEMS 16777216 /* by the limits of a file */

/* bpf_elf::body::types_of_code::line_record */
#define BPF_ELF_SIZEOF_BODY_TYPES_OF_CODE_LINE_RECORD 16
#define BPF_ELF_MAX_BODY_TYPES_OF_CODE_LINE_RECORD_FILE_NAME 16777214
#define BPF_ELF_MAX_BODY_TYPES_OF_CODE_LINE_RECORD_TEXT 16777214

/* bpf_elf::body::types_of_code::type_use_area */
#define BPF_ELF_MINSIZEOF_BODY_TYPES_OF_CODE_TYPE_USE_AREA 4
#define BPF_ELF_VALUE_BODY_TYPES_OF_CODE_TYPE_USE_AREA_RECORD_SIZE 16
#define BPF_ELF_MAXCOUNT_BODY_TYPES_OF_CODE_TYPE_USE_AREA_BLOCKS 11184810 /* by the limits of a file */

/* bpf_elf::body::types_of_code::type_use_block */
#define BPF_ELF_MINSIZEOF_BODY_TYPES_OF_CODE_TYPE_USE_BLOCK 24
#define BPF_ELF_MINCOUNT_BODY_TYPES_OF_CODE_TYPE_USE_BLOCK_ITEMS 1
#define BPF_ELF_MAXCOUNT_BODY_TYPES_OF_CODE_TYPE_USE_BLOCK_ITEMS 16777216 /* by the limits of a file */

/* bpf_elf::body::types_of_code::type_use */
#define BPF_ELF_SIZEOF_BODY_TYPES_OF_CODE_TYPE_USE 16
#define BPF_ELF_MIN_BODY_TYPES_OF_CODE_TYPE_USE_TYPE 1
#define BPF_ELF_MIN_BODY_TYPES_OF_CODE_TYPE_USE_ACCESS 1
#define BPF_ELF_MAX_BODY_TYPES_OF_CODE_TYPE_USE_ACCESS 16777214
#define BPF_ELF_MAX_BODY_TYPES_OF_CODE_TYPE_USE_KIND 12

/* btf */
#define BPF_ELF_MINSIZEOF_BTF 25

/* btf::body */
#define BPF_ELF_MINSIZEOF_BTF_BODY 23
#define BPF_ELF_VALUE_BTF_BODY_VERSION 1
#define BPF_ELF_VALUE_BTF_BODY_FLAGS 0
#define BPF_ELF_VALUE_BTF_BODY_HDR_LEN 24
#define BPF_ELF_VALUE_BTF_BODY_TYPE_OFF 0
#define BPF_ELF_MIN_BTF_BODY_STR_LEN 1
#define BPF_ELF_MAX_BTF_BODY_STR_LEN 16777215
#define BPF_ELF_MAXLEN_BTF_BODY_NAMES 16777215 /* bytes */

/* btf::body::type_area */
#define BPF_ELF_MAXCOUNT_BTF_BODY_TYPE_AREA_ITEMS 20000000 /* by the limits of a file */
#define BPF_ELF_MAXLEN_BTF_BODY_TYPE_AREA_ITEMS 786432 /* bytes */

/* btf::body::type_record */
#define BPF_ELF_MINSIZEOF_BTF_BODY_TYPE_RECORD 12
#define BPF_ELF_MAXSIZEOF_BTF_BODY_TYPE_RECORD 786432
#define BPF_ELF_MIN_BTF_BODY_TYPE_RECORD_ID 1
#define BPF_ELF_MAX_BTF_BODY_TYPE_RECORD_NAME_OFF 16777215
#define BPF_ELF_MAXLEN_BTF_BODY_TYPE_RECORD_DETAILS 786420 /* bytes */

/* btf::body::int_details */
#define BPF_ELF_SIZEOF_BTF_BODY_INT_DETAILS 4

/* btf::body::array_details */
#define BPF_ELF_SIZEOF_BTF_BODY_ARRAY_DETAILS 12

/* btf::body::members */
#define BPF_ELF_MAXSIZEOF_BTF_BODY_MEMBERS 786420
#define BPF_ELF_MAXCOUNT_BTF_BODY_MEMBERS_ITEMS 65535

/* btf::body::member */
#define BPF_ELF_SIZEOF_BTF_BODY_MEMBER 12
#define BPF_ELF_MAX_BTF_BODY_MEMBER_NAME_OFF 16777215

/* btf::body::enumerators */
#define BPF_ELF_MAXSIZEOF_BTF_BODY_ENUMERATORS 524280
#define BPF_ELF_MAXCOUNT_BTF_BODY_ENUMERATORS_ITEMS 65535

/* btf::body::enumerator */
#define BPF_ELF_SIZEOF_BTF_BODY_ENUMERATOR 8
#define BPF_ELF_MIN_BTF_BODY_ENUMERATOR_NAME_OFF 1
#define BPF_ELF_MAX_BTF_BODY_ENUMERATOR_NAME_OFF 16777215

/* btf::body::enumerators64 */
#define BPF_ELF_MAXSIZEOF_BTF_BODY_ENUMERATORS64 786420
#define BPF_ELF_MAXCOUNT_BTF_BODY_ENUMERATORS64_ITEMS 65535

/* btf::body::enumerator64 */
#define BPF_ELF_SIZEOF_BTF_BODY_ENUMERATOR64 12
#define BPF_ELF_MIN_BTF_BODY_ENUMERATOR64_NAME_OFF 1
#define BPF_ELF_MAX_BTF_BODY_ENUMERATOR64_NAME_OFF 16777215

/* btf::body::parameters */
#define BPF_ELF_MAXSIZEOF_BTF_BODY_PARAMETERS 524280
#define BPF_ELF_MAXCOUNT_BTF_BODY_PARAMETERS_ITEMS 65535

/* btf::body::parameter */
#define BPF_ELF_SIZEOF_BTF_BODY_PARAMETER 8
#define BPF_ELF_MAX_BTF_BODY_PARAMETER_NAME_OFF 16777215

/* btf::body::var_details */
#define BPF_ELF_SIZEOF_BTF_BODY_VAR_DETAILS 4
#define BPF_ELF_MAX_BTF_BODY_VAR_DETAILS_LINKAGE 2

/* btf::body::variables */
#define BPF_ELF_MAXSIZEOF_BTF_BODY_VARIABLES 786420
#define BPF_ELF_MAXCOUNT_BTF_BODY_VARIABLES_ITEMS 65535

/* btf::body::variable */
#define BPF_ELF_SIZEOF_BTF_BODY_VARIABLE 12

/* btf::body::tag_details */
#define BPF_ELF_SIZEOF_BTF_BODY_TAG_DETAILS 4
#define BPF_ELF_MIN_BTF_BODY_TAG_DETAILS_COMPONENT (-1)

/* ---- Layout ---- */

/* bpf_elf::body: 58 bytes */
struct bpf_elf_body {
    uint8_t ident_version; /* = 1 */
    uint8_t os_abi; /* one of 0, 3 */
    uint8_t abi_version; /* reserved: 0 */
    uint8_t ident_padding[7]; /* bytes, reserved: 0 */
    uint8_t type[2]; /* = 1 */
    uint8_t machine[2]; /* = 247 */
    uint8_t version[4]; /* = 1 */
    uint8_t entry[8]; /* reserved: 0 */
    uint8_t program_headers_at[8]; /* reserved: 0 */
    uint8_t section_headers_at[8]; /* 64 to _root._io.size */
    uint8_t flags[4]; /* reserved: 0 */
    uint8_t header_size[2]; /* = 64 */
    uint8_t program_header_size[2]; /* reserved: 0 */
    uint8_t program_header_count[2]; /* reserved: 0 */
    uint8_t section_header_size[2]; /* = 64 */
    uint8_t section_count[2]; /* 2 to 65279 */
    uint8_t names_section[2]; /* 1 to section_count - 1 */
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_body) == 58, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body, ident_version) == 0, "ident_version");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body, os_abi) == 1, "os_abi");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body, abi_version) == 2, "abi_version");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body, ident_padding) == 3, "ident_padding");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body, type) == 10, "type");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body, machine) == 12, "machine");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body, version) == 14, "version");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body, entry) == 18, "entry");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body, program_headers_at) == 26, "program_headers_at");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body, section_headers_at) == 34, "section_headers_at");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body, flags) == 42, "flags");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body, header_size) == 46, "header_size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body, program_header_size) == 48, "program_header_size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body, program_header_count) == 50, "program_header_count");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body, section_header_size) == 52, "section_header_size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body, section_count) == 54, "section_count");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body, names_section) == 56, "names_section");

#define BPF_ELF_OFFSETOF_BODY_IDENT_VERSION 0
#define BPF_ELF_OFFSETOF_BODY_OS_ABI 1
#define BPF_ELF_OFFSETOF_BODY_ABI_VERSION 2
#define BPF_ELF_OFFSETOF_BODY_IDENT_PADDING 3
#define BPF_ELF_OFFSETOF_BODY_TYPE 10
#define BPF_ELF_OFFSETOF_BODY_MACHINE 12
#define BPF_ELF_OFFSETOF_BODY_VERSION 14
#define BPF_ELF_OFFSETOF_BODY_ENTRY 18
#define BPF_ELF_OFFSETOF_BODY_PROGRAM_HEADERS_AT 26
#define BPF_ELF_OFFSETOF_BODY_SECTION_HEADERS_AT 34
#define BPF_ELF_OFFSETOF_BODY_FLAGS 42
#define BPF_ELF_OFFSETOF_BODY_HEADER_SIZE 46
#define BPF_ELF_OFFSETOF_BODY_PROGRAM_HEADER_SIZE 48
#define BPF_ELF_OFFSETOF_BODY_PROGRAM_HEADER_COUNT 50
#define BPF_ELF_OFFSETOF_BODY_SECTION_HEADER_SIZE 52
#define BPF_ELF_OFFSETOF_BODY_SECTION_COUNT 54
#define BPF_ELF_OFFSETOF_BODY_NAMES_SECTION 56

/* bpf_elf: 64 bytes, of more that varies */
struct bpf_elf_head {
    uint8_t magic[4]; /* bytes, = 7f 45 4c 46 */
    uint8_t elf_class; /* = 2 */
    uint8_t data; /* u1 as byte_order, a member of the enum */
    struct bpf_elf_body body;
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_head) == 64, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_head, magic) == 0, "magic");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_head, elf_class) == 4, "elf_class");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_head, data) == 5, "data");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_head, body) == 6, "body");

#define BPF_ELF_OFFSETOF_MAGIC 0
#define BPF_ELF_OFFSETOF_ELF_CLASS 4
#define BPF_ELF_OFFSETOF_DATA 5
#define BPF_ELF_OFFSETOF_BODY 6

/* bpf_elf::body::section: 64 bytes */
struct bpf_elf_body_section {
    uint8_t name_offset[4];
    uint8_t kind[4]; /* u4 as section_kind, a member of the enum */
    uint8_t flags[8]; /* one of 0, 2, 3, 6, 18, 32, 48, 50, 64, 128, 130, 512, 514, 515, 518, 576, 2048, */
    uint8_t address[8]; /* reserved: 0 */
    uint8_t offset[8]; /* at most _root._io.size */
    uint8_t size[8]; /* at most kind == section_kind::no_bytes ? 0x7fffffff : _root._io.size */
    uint8_t link[4]; /* at most _root.body.section_count - 1 */
    uint8_t info[4];
    uint8_t alignment[8]; /* _ <= 4096 and _ & _ - 1 == 0 */
    uint8_t entry_size[8];
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_body_section) == 64, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_section, name_offset) == 0, "name_offset");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_section, kind) == 4, "kind");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_section, flags) == 8, "flags");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_section, address) == 16, "address");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_section, offset) == 24, "offset");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_section, size) == 32, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_section, link) == 40, "link");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_section, info) == 44, "info");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_section, alignment) == 48, "alignment");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_section, entry_size) == 56, "entry_size");

#define BPF_ELF_OFFSETOF_BODY_SECTION_NAME_OFFSET 0
#define BPF_ELF_OFFSETOF_BODY_SECTION_KIND 4
#define BPF_ELF_OFFSETOF_BODY_SECTION_FLAGS 8
#define BPF_ELF_OFFSETOF_BODY_SECTION_ADDRESS 16
#define BPF_ELF_OFFSETOF_BODY_SECTION_OFFSET 24
#define BPF_ELF_OFFSETOF_BODY_SECTION_SIZE 32
#define BPF_ELF_OFFSETOF_BODY_SECTION_LINK 40
#define BPF_ELF_OFFSETOF_BODY_SECTION_INFO 44
#define BPF_ELF_OFFSETOF_BODY_SECTION_ALIGNMENT 48
#define BPF_ELF_OFFSETOF_BODY_SECTION_ENTRY_SIZE 56

/* bpf_elf::body::kernel_version: 4 bytes */
struct bpf_elf_body_kernel_version {
    uint8_t version[4];
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_body_kernel_version) == 4, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_kernel_version, version) == 0, "version");

#define BPF_ELF_OFFSETOF_BODY_KERNEL_VERSION_VERSION 0

/* bpf_elf::body::group: 4 bytes, of more that varies */
struct bpf_elf_body_group_head {
    uint8_t flags[4]; /* one of 0, 1 */
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_body_group_head) == 4, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_group_head, flags) == 0, "flags");

#define BPF_ELF_OFFSETOF_BODY_GROUP_FLAGS 0

/* bpf_elf::body::symbol: 24 bytes */
struct bpf_elf_body_symbol {
    uint8_t name_offset[4]; /* at most _parent.names_size - 1 */
    uint8_t info; /* _ & 15 <= 4 and _ >> 4 <= 2 */
    uint8_t visibility; /* at most 3 */
    uint8_t section[2]; /* _ < _root.body.section_count or _ == 65521 or _ == 65522 */
    uint8_t value[8];
    uint8_t size[8];
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_body_symbol) == 24, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_symbol, name_offset) == 0, "name_offset");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_symbol, info) == 4, "info");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_symbol, visibility) == 5, "visibility");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_symbol, section) == 6, "section");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_symbol, value) == 8, "value");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_symbol, size) == 16, "size");

#define BPF_ELF_OFFSETOF_BODY_SYMBOL_NAME_OFFSET 0
#define BPF_ELF_OFFSETOF_BODY_SYMBOL_INFO 4
#define BPF_ELF_OFFSETOF_BODY_SYMBOL_VISIBILITY 5
#define BPF_ELF_OFFSETOF_BODY_SYMBOL_SECTION 6
#define BPF_ELF_OFFSETOF_BODY_SYMBOL_VALUE 8
#define BPF_ELF_OFFSETOF_BODY_SYMBOL_SIZE 16

/* bpf_elf::body::relocation: 16 bytes */
struct bpf_elf_body_relocation {
    uint8_t offset[8];
    uint8_t info[8]; /* _ & 0xffffffff <= 4 or _ & 0xffffffff >= 10 and _ & 0xffffffff <= 12 */
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_body_relocation) == 16, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_relocation, offset) == 0, "offset");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_relocation, info) == 8, "info");

#define BPF_ELF_OFFSETOF_BODY_RELOCATION_OFFSET 0
#define BPF_ELF_OFFSETOF_BODY_RELOCATION_INFO 8

/* bpf_elf::body::instruction: 8 bytes */
struct bpf_elf_body_instruction {
    uint8_t opcode; /* u1 as opcode, a member of the enum */
    uint8_t registers; /* _ & 15 <= 10 and _ >> 4 <= 10 */
    uint8_t offset[2];
    uint8_t imm[4];
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_body_instruction) == 8, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_instruction, opcode) == 0, "opcode");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_instruction, registers) == 1, "registers");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_instruction, offset) == 2, "offset");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_instruction, imm) == 4, "imm");

#define BPF_ELF_OFFSETOF_BODY_INSTRUCTION_OPCODE 0
#define BPF_ELF_OFFSETOF_BODY_INSTRUCTION_REGISTERS 1
#define BPF_ELF_OFFSETOF_BODY_INSTRUCTION_OFFSET 2
#define BPF_ELF_OFFSETOF_BODY_INSTRUCTION_IMM 4

/*
 * bpf_elf::body::types_of_code: 24 bytes, of more that varies
 *
 * For places in the programs: which function begins there (`functions`), which line of the
 * source it is (`lines`), and which member of which type of the kernel it uses (`type_uses`).
 * Sections are named by text, places are byte offsets in them.
 */
struct bpf_elf_body_types_of_code_head {
    uint8_t magic[2]; /* = 60319 */
    uint8_t version; /* = 1 */
    uint8_t flags; /* reserved: 0 */
    uint8_t header_size[4]; /* one of 24, 32, 40 */
    uint8_t functions_at[4]; /* = 0 */
    uint8_t functions_size[4];
    uint8_t lines_at[4]; /* = functions_size */
    uint8_t lines_size[4];
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_body_types_of_code_head) == 24, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_head, magic) == 0, "magic");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_head, version) == 2, "version");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_head, flags) == 3, "flags");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_head, header_size) == 4, "header_size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_head, functions_at) == 8, "functions_at");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_head, functions_size) == 12, "functions_size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_head, lines_at) == 16, "lines_at");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_head, lines_size) == 20, "lines_size");

#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_MAGIC 0
#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_VERSION 2
#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_FLAGS 3
#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_HEADER_SIZE 4
#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_FUNCTIONS_AT 8
#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_FUNCTIONS_SIZE 12
#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_LINES_AT 16
#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_LINES_SIZE 20

/*
 * bpf_elf::body::types_of_code::place: 8 bytes
 *
 * Names a section of code.
 */
struct bpf_elf_body_types_of_code_place {
    uint8_t name_offset[4]; /* 1 to _root.body.type_names_size - 1 */
    uint8_t count[4]; /* at least 1 */
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_body_types_of_code_place) == 8, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_place, name_offset) == 0, "name_offset");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_place, count) == 4, "count");

#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_PLACE_NAME_OFFSET 0
#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_PLACE_COUNT 4

/* bpf_elf::body::types_of_code::function_area: 4 bytes, of more that varies */
struct bpf_elf_body_types_of_code_function_area_head {
    uint8_t record_size[4]; /* = 8 */
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_body_types_of_code_function_area_head) == 4, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_function_area_head, record_size) == 0, "record_size");

#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_FUNCTION_AREA_RECORD_SIZE 0

/* bpf_elf::body::types_of_code::function_block: 8 bytes, of more that varies */
struct bpf_elf_body_types_of_code_function_block_head {
    struct bpf_elf_body_types_of_code_place place;
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_body_types_of_code_function_block_head) == 8, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_function_block_head, place) == 0, "place");

#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_FUNCTION_BLOCK_PLACE 0

/* bpf_elf::body::types_of_code::function_record: 8 bytes */
struct bpf_elf_body_types_of_code_function_record {
    uint8_t offset[4]; /* _ % 8 == 0 */
    uint8_t type[4]; /* 1 to _root.body.type_count */
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_body_types_of_code_function_record) == 8, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_function_record, offset) == 0, "offset");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_function_record, type) == 4, "type");

#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_FUNCTION_RECORD_OFFSET 0
#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_FUNCTION_RECORD_TYPE 4

/* bpf_elf::body::types_of_code::line_area: 4 bytes, of more that varies */
struct bpf_elf_body_types_of_code_line_area_head {
    uint8_t record_size[4]; /* = 16 */
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_body_types_of_code_line_area_head) == 4, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_line_area_head, record_size) == 0, "record_size");

#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_LINE_AREA_RECORD_SIZE 0

/* bpf_elf::body::types_of_code::line_block: 8 bytes, of more that varies */
struct bpf_elf_body_types_of_code_line_block_head {
    struct bpf_elf_body_types_of_code_place place;
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_body_types_of_code_line_block_head) == 8, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_line_block_head, place) == 0, "place");

#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_LINE_BLOCK_PLACE 0

/* bpf_elf::body::types_of_code::line_record: 16 bytes */
struct bpf_elf_body_types_of_code_line_record {
    uint8_t offset[4]; /* _ % 8 == 0 */
    uint8_t file_name[4]; /* at most _root.body.type_names_size - 1 */
    uint8_t text[4]; /* at most _root.body.type_names_size - 1 */
    uint8_t place[4];
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_body_types_of_code_line_record) == 16, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_line_record, offset) == 0, "offset");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_line_record, file_name) == 4, "file_name");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_line_record, text) == 8, "text");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_line_record, place) == 12, "place");

#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_LINE_RECORD_OFFSET 0
#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_LINE_RECORD_FILE_NAME 4
#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_LINE_RECORD_TEXT 8
#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_LINE_RECORD_PLACE 12

/* bpf_elf::body::types_of_code::type_use_area: 4 bytes, of more that varies */
struct bpf_elf_body_types_of_code_type_use_area_head {
    uint8_t record_size[4]; /* = 16 */
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_body_types_of_code_type_use_area_head) == 4, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_type_use_area_head, record_size) == 0, "record_size");

#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_TYPE_USE_AREA_RECORD_SIZE 0

/* bpf_elf::body::types_of_code::type_use_block: 8 bytes, of more that varies */
struct bpf_elf_body_types_of_code_type_use_block_head {
    struct bpf_elf_body_types_of_code_place place;
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_body_types_of_code_type_use_block_head) == 8, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_type_use_block_head, place) == 0, "place");

#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_TYPE_USE_BLOCK_PLACE 0

/* bpf_elf::body::types_of_code::type_use: 16 bytes */
struct bpf_elf_body_types_of_code_type_use {
    uint8_t offset[4]; /* _ % 8 == 0 */
    uint8_t type[4]; /* 1 to _root.body.type_count */
    uint8_t access[4]; /* 1 to _root.body.type_names_size - 1 */
    uint8_t kind[4]; /* at most 12 */
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_body_types_of_code_type_use) == 16, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_type_use, offset) == 0, "offset");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_type_use, type) == 4, "type");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_type_use, access) == 8, "access");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_body_types_of_code_type_use, kind) == 12, "kind");

#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_TYPE_USE_OFFSET 0
#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_TYPE_USE_TYPE 4
#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_TYPE_USE_ACCESS 8
#define BPF_ELF_OFFSETOF_BODY_TYPES_OF_CODE_TYPE_USE_KIND 12

/*
 * btf: 2 bytes, of more that varies
 *
 * The C types of a kernel or of a BPF program, as bpf(BPF_BTF_LOAD) takes them and as programs
 * are fitted to the running kernel with: a header, records of types of variable length, a pool
 * of names. A type is named by its position, from 1 on; 0 is void. Reading a record takes the
 * kind of the record, so one wrong kind or count moves the meaning of everything behind it.
 *
 * The BTF of a kernel module goes on where that of the kernel ends (split BTF): its ids and
 * name offsets count from there, and nothing in the file says where that is. It is known by a
 * pool that does not begin with the empty name, and its references are held against a contract
 * alone.
 */
struct bpf_elf_btf_head {
    uint8_t magic[2]; /* bytes, one of [0x9f, 0xeb], [0xeb, 0x9f] */
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_btf_head) == 2, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_head, magic) == 0, "magic");

#define BPF_ELF_OFFSETOF_BTF_MAGIC 0

/* btf::body: 22 bytes, of more that varies */
struct bpf_elf_btf_body_head {
    uint8_t version; /* = 1 */
    uint8_t flags; /* reserved: 0 */
    uint8_t hdr_len[4]; /* = 24 */
    uint8_t type_off[4]; /* = 0 */
    uint8_t type_len[4]; /* _ % 4 == 0 and _ <= _root._io.size - 24 */
    uint8_t str_off[4]; /* = type_len */
    uint8_t str_len[4]; /* 1 to 0xffffff */
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_btf_body_head) == 22, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_head, version) == 0, "version");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_head, flags) == 1, "flags");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_head, hdr_len) == 2, "hdr_len");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_head, type_off) == 6, "type_off");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_head, type_len) == 10, "type_len");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_head, str_off) == 14, "str_off");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_head, str_len) == 18, "str_len");

#define BPF_ELF_OFFSETOF_BTF_BODY_VERSION 0
#define BPF_ELF_OFFSETOF_BTF_BODY_FLAGS 1
#define BPF_ELF_OFFSETOF_BTF_BODY_HDR_LEN 2
#define BPF_ELF_OFFSETOF_BTF_BODY_TYPE_OFF 6
#define BPF_ELF_OFFSETOF_BTF_BODY_TYPE_LEN 10
#define BPF_ELF_OFFSETOF_BTF_BODY_STR_OFF 14
#define BPF_ELF_OFFSETOF_BTF_BODY_STR_LEN 18

/* btf::body::type_record: 12 bytes, of more that varies */
struct bpf_elf_btf_body_type_record_head {
    uint8_t name_off[4]; /* at most _parent._parent.last_name */
    uint8_t info[4]; /* _ & 0x60ff0000 == 0 and _ >> 24 & 31 >= 1 and _ >> 24 & 31 <= 19 */
    uint8_t size_or_type[4];
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_btf_body_type_record_head) == 12, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_type_record_head, name_off) == 0, "name_off");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_type_record_head, info) == 4, "info");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_type_record_head, size_or_type) == 8, "size_or_type");

#define BPF_ELF_OFFSETOF_BTF_BODY_TYPE_RECORD_NAME_OFF 0
#define BPF_ELF_OFFSETOF_BTF_BODY_TYPE_RECORD_INFO 4
#define BPF_ELF_OFFSETOF_BTF_BODY_TYPE_RECORD_SIZE_OR_TYPE 8

/* btf::body::int_details: 4 bytes */
struct bpf_elf_btf_body_int_details {
    uint8_t value[4]; /* _ & 0xf000ff00 == 0 and (_ >> 24 == 0 or _ >> 24 == 1 or _ >> 24 == 2 or _ >> 24 */
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_btf_body_int_details) == 4, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_int_details, value) == 0, "value");

#define BPF_ELF_OFFSETOF_BTF_BODY_INT_DETAILS_VALUE 0

/* btf::body::array_details: 12 bytes */
struct bpf_elf_btf_body_array_details {
    uint8_t element_type[4];
    uint8_t index_type[4];
    uint8_t nelems[4];
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_btf_body_array_details) == 12, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_array_details, element_type) == 0, "element_type");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_array_details, index_type) == 4, "index_type");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_array_details, nelems) == 8, "nelems");

#define BPF_ELF_OFFSETOF_BTF_BODY_ARRAY_DETAILS_ELEMENT_TYPE 0
#define BPF_ELF_OFFSETOF_BTF_BODY_ARRAY_DETAILS_INDEX_TYPE 4
#define BPF_ELF_OFFSETOF_BTF_BODY_ARRAY_DETAILS_NELEMS 8

/* btf::body::member: 12 bytes */
struct bpf_elf_btf_body_member {
    uint8_t name_off[4]; /* at most _parent._parent._parent._parent.last_name */
    uint8_t type[4];
    uint8_t offset[4];
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_btf_body_member) == 12, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_member, name_off) == 0, "name_off");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_member, type) == 4, "type");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_member, offset) == 8, "offset");

#define BPF_ELF_OFFSETOF_BTF_BODY_MEMBER_NAME_OFF 0
#define BPF_ELF_OFFSETOF_BTF_BODY_MEMBER_TYPE 4
#define BPF_ELF_OFFSETOF_BTF_BODY_MEMBER_OFFSET 8

/* btf::body::enumerator: 8 bytes */
struct bpf_elf_btf_body_enumerator {
    uint8_t name_off[4]; /* 1 to _parent._parent._parent._parent.last_name */
    uint8_t value[4];
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_btf_body_enumerator) == 8, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_enumerator, name_off) == 0, "name_off");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_enumerator, value) == 4, "value");

#define BPF_ELF_OFFSETOF_BTF_BODY_ENUMERATOR_NAME_OFF 0
#define BPF_ELF_OFFSETOF_BTF_BODY_ENUMERATOR_VALUE 4

/* btf::body::enumerator64: 12 bytes */
struct bpf_elf_btf_body_enumerator64 {
    uint8_t name_off[4]; /* 1 to _parent._parent._parent._parent.last_name */
    uint8_t value_low[4];
    uint8_t value_high[4];
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_btf_body_enumerator64) == 12, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_enumerator64, name_off) == 0, "name_off");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_enumerator64, value_low) == 4, "value_low");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_enumerator64, value_high) == 8, "value_high");

#define BPF_ELF_OFFSETOF_BTF_BODY_ENUMERATOR64_NAME_OFF 0
#define BPF_ELF_OFFSETOF_BTF_BODY_ENUMERATOR64_VALUE_LOW 4
#define BPF_ELF_OFFSETOF_BTF_BODY_ENUMERATOR64_VALUE_HIGH 8

/* btf::body::parameter: 8 bytes */
struct bpf_elf_btf_body_parameter {
    uint8_t name_off[4]; /* at most _parent._parent._parent._parent.last_name */
    uint8_t type[4];
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_btf_body_parameter) == 8, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_parameter, name_off) == 0, "name_off");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_parameter, type) == 4, "type");

#define BPF_ELF_OFFSETOF_BTF_BODY_PARAMETER_NAME_OFF 0
#define BPF_ELF_OFFSETOF_BTF_BODY_PARAMETER_TYPE 4

/* btf::body::var_details: 4 bytes */
struct bpf_elf_btf_body_var_details {
    uint8_t linkage[4]; /* at most 2 */
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_btf_body_var_details) == 4, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_var_details, linkage) == 0, "linkage");

#define BPF_ELF_OFFSETOF_BTF_BODY_VAR_DETAILS_LINKAGE 0

/* btf::body::variable: 12 bytes */
struct bpf_elf_btf_body_variable {
    uint8_t type[4];
    uint8_t offset[4];
    uint8_t size[4];
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_btf_body_variable) == 12, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_variable, type) == 0, "type");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_variable, offset) == 4, "offset");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_variable, size) == 8, "size");

#define BPF_ELF_OFFSETOF_BTF_BODY_VARIABLE_TYPE 0
#define BPF_ELF_OFFSETOF_BTF_BODY_VARIABLE_OFFSET 4
#define BPF_ELF_OFFSETOF_BTF_BODY_VARIABLE_SIZE 8

/* btf::body::tag_details: 4 bytes */
struct bpf_elf_btf_body_tag_details {
    uint8_t component[4]; /* at least -1 */
};
BPF_ELF_STATIC_ASSERT(sizeof(struct bpf_elf_btf_body_tag_details) == 4, "size");
BPF_ELF_STATIC_ASSERT(offsetof(struct bpf_elf_btf_body_tag_details, component) == 0, "component");

#define BPF_ELF_OFFSETOF_BTF_BODY_TAG_DETAILS_COMPONENT 0

#endif /* CONTENTGATE_BPF_ELF_H */
