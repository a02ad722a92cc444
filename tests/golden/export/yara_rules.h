/*
 * yara_rules: compiled YARA rules (file versions 19 and 21)
 *
 * Made by `contentgate schema export --to c-header`: make it anew rather than edit it.
 *
 * What stands here holds for every file that contentgate accepts. It is for checks at compile
 * time; a consumer bounds every read at run time as well.
 */
#ifndef CONTENTGATE_YARA_RULES_H
#define CONTENTGATE_YARA_RULES_H

#ifdef __KERNEL__
#include <linux/stddef.h>
#include <linux/types.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif

#define YARA_RULES_SCHEMA_DIGEST \
    "fa08ea1e884868943107f7ec623604644b150d145ef44da5f654620e8d35865f"

/* ---- Assertions: for use at file scope or in a function, with a semicolon behind ---- */

#if defined(__cplusplus)
#define YARA_RULES_STATIC_ASSERT(condition, text) static_assert(condition, text)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define YARA_RULES_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#elif defined(__GNUC__)
#define YARA_RULES_STATIC_ASSERT(condition, text) __extension__ _Static_assert(condition, text)
#else
#define YARA_RULES_STATIC_ASSERT(condition, text) \
    extern char yara_rules_static_assert[(condition) ? 1 : -1]
#endif

/* Number of elements of an array; a pointer in its place does not compile. */
#if defined(__cplusplus)
extern "C++" {
template <typename T, size_t N> char (&yara_rules_array_of(T (&)[N]))[N];
}
#define YARA_RULES_ARRAY_LENGTH(array) (sizeof(yara_rules_array_of(array)))
#elif defined(__GNUC__)
#define YARA_RULES_ARRAY_LENGTH(array) \
    (sizeof(array) / sizeof((array)[0]) + 0 * sizeof(char[ \
        __builtin_types_compatible_p(__typeof__(array), __typeof__(&(array)[0])) ? -1 : 1]))
#else
#define YARA_RULES_ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#endif

/* The array has room for so many elements: for arrays filled from repeated fields (MAXCOUNT) and
 * for tables that are indexed by a value of the file (SPAN). */
#define YARA_RULES_ASSERT_ROOM(array, count) \
    YARA_RULES_STATIC_ASSERT(YARA_RULES_ARRAY_LENGTH(array) >= (count), \
        "yara_rules: " #array " has fewer than " #count " elements")

/* The buffer is large enough for so many bytes (SIZEOF, MAXSIZEOF, MAXLEN). */
#define YARA_RULES_ASSERT_BYTES(buffer, size) \
    YARA_RULES_STATIC_ASSERT(sizeof(buffer) >= (size), \
        "yara_rules: " #buffer " has fewer than " #size " bytes")

/* Whether `length` bytes at `offset` lie inside `size` bytes; cannot wrap. */
static inline int yara_rules_fits(size_t size, size_t offset, size_t length)
{
    return offset <= size && length <= size - offset;
}

/* ---- Enums ---- */

/* yara_rules::meta_type */
enum yara_rules_meta_type {
    YARA_RULES_META_TYPE_NUMBER = 1,
    YARA_RULES_META_TYPE_TEXT = 2,
    YARA_RULES_META_TYPE_BOOLEAN = 3
};
#define YARA_RULES_SPAN_META_TYPE 4 /* length of a table indexed by it */
#define YARA_RULES_EACH_META_TYPE(X) \
    X(YARA_RULES_META_TYPE_NUMBER, 1, "number") \
    X(YARA_RULES_META_TYPE_TEXT, 2, "text") \
    X(YARA_RULES_META_TYPE_BOOLEAN, 3, "boolean")

/* yara_rules::variable_type */
enum yara_rules_variable_type {
    YARA_RULES_VARIABLE_TYPE_END = 0,
    YARA_RULES_VARIABLE_TYPE_REAL = 1,
    YARA_RULES_VARIABLE_TYPE_NUMBER = 2,
    YARA_RULES_VARIABLE_TYPE_BOOLEAN = 3,
    YARA_RULES_VARIABLE_TYPE_TEXT = 4
};
#define YARA_RULES_SPAN_VARIABLE_TYPE 5 /* length of a table indexed by it */
#define YARA_RULES_EACH_VARIABLE_TYPE(X) \
    X(YARA_RULES_VARIABLE_TYPE_END, 0, "end") \
    X(YARA_RULES_VARIABLE_TYPE_REAL, 1, "real") \
    X(YARA_RULES_VARIABLE_TYPE_NUMBER, 2, "number") \
    X(YARA_RULES_VARIABLE_TYPE_BOOLEAN, 3, "boolean") \
    X(YARA_RULES_VARIABLE_TYPE_TEXT, 4, "text")

/* yara_rules::pattern_op */
enum yara_rules_pattern_op {
    YARA_RULES_PATTERN_OP_ANY = 160,
    YARA_RULES_PATTERN_OP_LITERAL = 162,
    YARA_RULES_PATTERN_OP_MASKED_LITERAL = 164,
    YARA_RULES_PATTERN_OP_CHAR_CLASS = 165,
    YARA_RULES_PATTERN_OP_WORD_CHAR = 167,
    YARA_RULES_PATTERN_OP_NON_WORD_CHAR = 168,
    YARA_RULES_PATTERN_OP_SPACE = 169,
    YARA_RULES_PATTERN_OP_NON_SPACE = 170,
    YARA_RULES_PATTERN_OP_DIGIT = 171,
    YARA_RULES_PATTERN_OP_NON_DIGIT = 172,
    YARA_RULES_PATTERN_OP_MATCH = 173,
    YARA_RULES_PATTERN_OP_NOT_LITERAL = 174,
    YARA_RULES_PATTERN_OP_MASKED_NOT_LITERAL = 175,
    YARA_RULES_PATTERN_OP_MATCH_AT_END = 176,
    YARA_RULES_PATTERN_OP_MATCH_AT_START = 177,
    YARA_RULES_PATTERN_OP_WORD_BOUNDARY = 178,
    YARA_RULES_PATTERN_OP_NON_WORD_BOUNDARY = 179,
    YARA_RULES_PATTERN_OP_REPEAT_ANY_GREEDY = 180,
    YARA_RULES_PATTERN_OP_REPEAT_ANY_UNGREEDY = 181,
    YARA_RULES_PATTERN_OP_SPLIT_A = 192,
    YARA_RULES_PATTERN_OP_SPLIT_B = 193,
    YARA_RULES_PATTERN_OP_JUMP = 194,
    YARA_RULES_PATTERN_OP_REPEAT_START_GREEDY = 195,
    YARA_RULES_PATTERN_OP_REPEAT_END_GREEDY = 196,
    YARA_RULES_PATTERN_OP_REPEAT_START_UNGREEDY = 197,
    YARA_RULES_PATTERN_OP_REPEAT_END_UNGREEDY = 198
};
#define YARA_RULES_SPAN_PATTERN_OP 199 /* length of a table indexed by it */
#define YARA_RULES_EACH_PATTERN_OP(X) \
    X(YARA_RULES_PATTERN_OP_ANY, 160, "any") \
    X(YARA_RULES_PATTERN_OP_LITERAL, 162, "literal") \
    X(YARA_RULES_PATTERN_OP_MASKED_LITERAL, 164, "masked_literal") \
    X(YARA_RULES_PATTERN_OP_CHAR_CLASS, 165, "char_class") \
    X(YARA_RULES_PATTERN_OP_WORD_CHAR, 167, "word_char") \
    X(YARA_RULES_PATTERN_OP_NON_WORD_CHAR, 168, "non_word_char") \
    X(YARA_RULES_PATTERN_OP_SPACE, 169, "space") \
    X(YARA_RULES_PATTERN_OP_NON_SPACE, 170, "non_space") \
    X(YARA_RULES_PATTERN_OP_DIGIT, 171, "digit") \
    X(YARA_RULES_PATTERN_OP_NON_DIGIT, 172, "non_digit") \
    X(YARA_RULES_PATTERN_OP_MATCH, 173, "match") \
    X(YARA_RULES_PATTERN_OP_NOT_LITERAL, 174, "not_literal") \
    X(YARA_RULES_PATTERN_OP_MASKED_NOT_LITERAL, 175, "masked_not_literal") \
    X(YARA_RULES_PATTERN_OP_MATCH_AT_END, 176, "match_at_end") \
    X(YARA_RULES_PATTERN_OP_MATCH_AT_START, 177, "match_at_start") \
    X(YARA_RULES_PATTERN_OP_WORD_BOUNDARY, 178, "word_boundary") \
    X(YARA_RULES_PATTERN_OP_NON_WORD_BOUNDARY, 179, "non_word_boundary") \
    X(YARA_RULES_PATTERN_OP_REPEAT_ANY_GREEDY, 180, "repeat_any_greedy") \
    X(YARA_RULES_PATTERN_OP_REPEAT_ANY_UNGREEDY, 181, "repeat_any_ungreedy") \
    X(YARA_RULES_PATTERN_OP_SPLIT_A, 192, "split_a") \
    X(YARA_RULES_PATTERN_OP_SPLIT_B, 193, "split_b") \
    X(YARA_RULES_PATTERN_OP_JUMP, 194, "jump") \
    X(YARA_RULES_PATTERN_OP_REPEAT_START_GREEDY, 195, "repeat_start_greedy") \
    X(YARA_RULES_PATTERN_OP_REPEAT_END_GREEDY, 196, "repeat_end_greedy") \
    X(YARA_RULES_PATTERN_OP_REPEAT_START_UNGREEDY, 197, "repeat_start_ungreedy") \
    X(YARA_RULES_PATTERN_OP_REPEAT_END_UNGREEDY, 198, "repeat_end_ungreedy")

/* yara_rules::op */
enum yara_rules_op {
    YARA_RULES_OP_BOTH = 1,
    YARA_RULES_OP_EITHER = 2,
    YARA_RULES_OP_NEGATE = 3,
    YARA_RULES_OP_BITWISE_NOT = 4,
    YARA_RULES_OP_BITWISE_AND = 5,
    YARA_RULES_OP_BITWISE_OR = 6,
    YARA_RULES_OP_BITWISE_XOR = 7,
    YARA_RULES_OP_SHL = 8,
    YARA_RULES_OP_SHR = 9,
    YARA_RULES_OP_MOD = 10,
    YARA_RULES_OP_INT_TO_DBL = 11,
    YARA_RULES_OP_STR_TO_BOOL = 12,
    YARA_RULES_OP_PUSH = 13,
    YARA_RULES_OP_POP = 14,
    YARA_RULES_OP_CALL = 15,
    YARA_RULES_OP_OBJ_LOAD = 16,
    YARA_RULES_OP_OBJ_VALUE = 17,
    YARA_RULES_OP_OBJ_FIELD = 18,
    YARA_RULES_OP_INDEX_ARRAY = 19,
    YARA_RULES_OP_COUNT = 20,
    YARA_RULES_OP_LENGTH = 21,
    YARA_RULES_OP_FOUND = 22,
    YARA_RULES_OP_FOUND_AT = 23,
    YARA_RULES_OP_FOUND_IN = 24,
    YARA_RULES_OP_OFFSET = 25,
    YARA_RULES_OP_OF = 26,
    YARA_RULES_OP_PUSH_RULE = 27,
    YARA_RULES_OP_INIT_RULE = 28,
    YARA_RULES_OP_MATCH_RULE = 29,
    YARA_RULES_OP_INCR_M = 30,
    YARA_RULES_OP_CLEAR_M = 31,
    YARA_RULES_OP_ADD_M = 32,
    YARA_RULES_OP_POP_M = 33,
    YARA_RULES_OP_PUSH_M = 34,
    YARA_RULES_OP_SET_M = 35,
    YARA_RULES_OP_SWAPUNDEF = 36,
    YARA_RULES_OP_FILESIZE = 37,
    YARA_RULES_OP_ENTRYPOINT = 38,
    YARA_RULES_OP_UNUSED = 39,
    YARA_RULES_OP_MATCHES = 40,
    YARA_RULES_OP_IMPORT_MODULE = 41,
    YARA_RULES_OP_LOOKUP_DICT = 42,
    YARA_RULES_OP_JUNDEF = 43,
    YARA_RULES_OP_JUNDEF_P = 44,
    YARA_RULES_OP_JNUNDEF = 45,
    YARA_RULES_OP_JNUNDEF_P = 46,
    YARA_RULES_OP_JFALSE = 47,
    YARA_RULES_OP_JFALSE_P = 48,
    YARA_RULES_OP_JTRUE = 49,
    YARA_RULES_OP_JTRUE_P = 50,
    YARA_RULES_OP_JL_P = 51,
    YARA_RULES_OP_JLE_P = 52,
    YARA_RULES_OP_ITER_NEXT = 53,
    YARA_RULES_OP_ITER_START_ARRAY = 54,
    YARA_RULES_OP_ITER_START_DICT = 55,
    YARA_RULES_OP_ITER_START_INT_RANGE = 56,
    YARA_RULES_OP_ITER_START_INT_ENUM = 57,
    YARA_RULES_OP_ITER_START_STRING_SET = 58,
    YARA_RULES_OP_ITER_CONDITION = 59,
    YARA_RULES_OP_ITER_END = 60,
    YARA_RULES_OP_JZ = 61,
    YARA_RULES_OP_JZ_P = 62,
    YARA_RULES_OP_PUSH_8 = 63,
    YARA_RULES_OP_PUSH_16 = 64,
    YARA_RULES_OP_PUSH_32 = 65,
    YARA_RULES_OP_PUSH_UNDEFINED = 66,
    YARA_RULES_OP_CONTAINS = 67,
    YARA_RULES_OP_STARTSWITH = 68,
    YARA_RULES_OP_ENDSWITH = 69,
    YARA_RULES_OP_ICONTAINS = 70,
    YARA_RULES_OP_ISTARTSWITH = 71,
    YARA_RULES_OP_IENDSWITH = 72,
    YARA_RULES_OP_IEQUALS = 73,
    YARA_RULES_OP_OF_PERCENT = 74,
    YARA_RULES_OP_OF_FOUND_IN = 75,
    YARA_RULES_OP_COUNT_IN = 76,
    YARA_RULES_OP_DEFINED = 77,
    YARA_RULES_OP_ITER_START_TEXT_STRING_SET = 78,
    YARA_RULES_OP_OF_FOUND_AT = 79,
    YARA_RULES_OP_INT_EQ = 100,
    YARA_RULES_OP_INT_NEQ = 101,
    YARA_RULES_OP_INT_LT = 102,
    YARA_RULES_OP_INT_GT = 103,
    YARA_RULES_OP_INT_LE = 104,
    YARA_RULES_OP_INT_GE = 105,
    YARA_RULES_OP_INT_ADD = 106,
    YARA_RULES_OP_INT_SUB = 107,
    YARA_RULES_OP_INT_MUL = 108,
    YARA_RULES_OP_INT_DIV = 109,
    YARA_RULES_OP_INT_MINUS = 110,
    YARA_RULES_OP_DBL_EQ = 120,
    YARA_RULES_OP_DBL_NEQ = 121,
    YARA_RULES_OP_DBL_LT = 122,
    YARA_RULES_OP_DBL_GT = 123,
    YARA_RULES_OP_DBL_LE = 124,
    YARA_RULES_OP_DBL_GE = 125,
    YARA_RULES_OP_DBL_ADD = 126,
    YARA_RULES_OP_DBL_SUB = 127,
    YARA_RULES_OP_DBL_MUL = 128,
    YARA_RULES_OP_DBL_DIV = 129,
    YARA_RULES_OP_DBL_MINUS = 130,
    YARA_RULES_OP_STR_EQ = 140,
    YARA_RULES_OP_STR_NEQ = 141,
    YARA_RULES_OP_STR_LT = 142,
    YARA_RULES_OP_STR_GT = 143,
    YARA_RULES_OP_STR_LE = 144,
    YARA_RULES_OP_STR_GE = 145,
    YARA_RULES_OP_INT8 = 240,
    YARA_RULES_OP_INT16 = 241,
    YARA_RULES_OP_INT32 = 242,
    YARA_RULES_OP_UINT8 = 243,
    YARA_RULES_OP_UINT16 = 244,
    YARA_RULES_OP_UINT32 = 245,
    YARA_RULES_OP_INT8BE = 246,
    YARA_RULES_OP_INT16BE = 247,
    YARA_RULES_OP_INT32BE = 248,
    YARA_RULES_OP_UINT8BE = 249,
    YARA_RULES_OP_UINT16BE = 250,
    YARA_RULES_OP_UINT32BE = 251,
    YARA_RULES_OP_NOP = 254,
    YARA_RULES_OP_HALT = 255
};
#define YARA_RULES_SPAN_OP 256 /* length of a table indexed by it */
#define YARA_RULES_EACH_OP(X) \
    X(YARA_RULES_OP_BOTH, 1, "both") \
    X(YARA_RULES_OP_EITHER, 2, "either") \
    X(YARA_RULES_OP_NEGATE, 3, "negate") \
    X(YARA_RULES_OP_BITWISE_NOT, 4, "bitwise_not") \
    X(YARA_RULES_OP_BITWISE_AND, 5, "bitwise_and") \
    X(YARA_RULES_OP_BITWISE_OR, 6, "bitwise_or") \
    X(YARA_RULES_OP_BITWISE_XOR, 7, "bitwise_xor") \
    X(YARA_RULES_OP_SHL, 8, "shl") \
    X(YARA_RULES_OP_SHR, 9, "shr") \
    X(YARA_RULES_OP_MOD, 10, "mod") \
    X(YARA_RULES_OP_INT_TO_DBL, 11, "int_to_dbl") \
    X(YARA_RULES_OP_STR_TO_BOOL, 12, "str_to_bool") \
    X(YARA_RULES_OP_PUSH, 13, "push") \
    X(YARA_RULES_OP_POP, 14, "pop") \
    X(YARA_RULES_OP_CALL, 15, "call") \
    X(YARA_RULES_OP_OBJ_LOAD, 16, "obj_load") \
    X(YARA_RULES_OP_OBJ_VALUE, 17, "obj_value") \
    X(YARA_RULES_OP_OBJ_FIELD, 18, "obj_field") \
    X(YARA_RULES_OP_INDEX_ARRAY, 19, "index_array") \
    X(YARA_RULES_OP_COUNT, 20, "count") \
    X(YARA_RULES_OP_LENGTH, 21, "length") \
    X(YARA_RULES_OP_FOUND, 22, "found") \
    X(YARA_RULES_OP_FOUND_AT, 23, "found_at") \
    X(YARA_RULES_OP_FOUND_IN, 24, "found_in") \
    X(YARA_RULES_OP_OFFSET, 25, "offset") \
    X(YARA_RULES_OP_OF, 26, "of") \
    X(YARA_RULES_OP_PUSH_RULE, 27, "push_rule") \
    X(YARA_RULES_OP_INIT_RULE, 28, "init_rule") \
    X(YARA_RULES_OP_MATCH_RULE, 29, "match_rule") \
    X(YARA_RULES_OP_INCR_M, 30, "incr_m") \
    X(YARA_RULES_OP_CLEAR_M, 31, "clear_m") \
    X(YARA_RULES_OP_ADD_M, 32, "add_m") \
    X(YARA_RULES_OP_POP_M, 33, "pop_m") \
    X(YARA_RULES_OP_PUSH_M, 34, "push_m") \
    X(YARA_RULES_OP_SET_M, 35, "set_m") \
    X(YARA_RULES_OP_SWAPUNDEF, 36, "swapundef") \
    X(YARA_RULES_OP_FILESIZE, 37, "filesize") \
    X(YARA_RULES_OP_ENTRYPOINT, 38, "entrypoint") \
    X(YARA_RULES_OP_UNUSED, 39, "unused") \
    X(YARA_RULES_OP_MATCHES, 40, "matches") \
    X(YARA_RULES_OP_IMPORT_MODULE, 41, "import_module") \
    X(YARA_RULES_OP_LOOKUP_DICT, 42, "lookup_dict") \
    X(YARA_RULES_OP_JUNDEF, 43, "jundef") \
    X(YARA_RULES_OP_JUNDEF_P, 44, "jundef_p") \
    X(YARA_RULES_OP_JNUNDEF, 45, "jnundef") \
    X(YARA_RULES_OP_JNUNDEF_P, 46, "jnundef_p") \
    X(YARA_RULES_OP_JFALSE, 47, "jfalse") \
    X(YARA_RULES_OP_JFALSE_P, 48, "jfalse_p") \
    X(YARA_RULES_OP_JTRUE, 49, "jtrue") \
    X(YARA_RULES_OP_JTRUE_P, 50, "jtrue_p") \
    X(YARA_RULES_OP_JL_P, 51, "jl_p") \
    X(YARA_RULES_OP_JLE_P, 52, "jle_p") \
    X(YARA_RULES_OP_ITER_NEXT, 53, "iter_next") \
    X(YARA_RULES_OP_ITER_START_ARRAY, 54, "iter_start_array") \
    X(YARA_RULES_OP_ITER_START_DICT, 55, "iter_start_dict") \
    X(YARA_RULES_OP_ITER_START_INT_RANGE, 56, "iter_start_int_range") \
    X(YARA_RULES_OP_ITER_START_INT_ENUM, 57, "iter_start_int_enum") \
    X(YARA_RULES_OP_ITER_START_STRING_SET, 58, "iter_start_string_set") \
    X(YARA_RULES_OP_ITER_CONDITION, 59, "iter_condition") \
    X(YARA_RULES_OP_ITER_END, 60, "iter_end") \
    X(YARA_RULES_OP_JZ, 61, "jz") \
    X(YARA_RULES_OP_JZ_P, 62, "jz_p") \
    X(YARA_RULES_OP_PUSH_8, 63, "push_8") \
    X(YARA_RULES_OP_PUSH_16, 64, "push_16") \
    X(YARA_RULES_OP_PUSH_32, 65, "push_32") \
    X(YARA_RULES_OP_PUSH_UNDEFINED, 66, "push_undefined") \
    X(YARA_RULES_OP_CONTAINS, 67, "contains") \
    X(YARA_RULES_OP_STARTSWITH, 68, "startswith") \
    X(YARA_RULES_OP_ENDSWITH, 69, "endswith") \
    X(YARA_RULES_OP_ICONTAINS, 70, "icontains") \
    X(YARA_RULES_OP_ISTARTSWITH, 71, "istartswith") \
    X(YARA_RULES_OP_IENDSWITH, 72, "iendswith") \
    X(YARA_RULES_OP_IEQUALS, 73, "iequals") \
    X(YARA_RULES_OP_OF_PERCENT, 74, "of_percent") \
    X(YARA_RULES_OP_OF_FOUND_IN, 75, "of_found_in") \
    X(YARA_RULES_OP_COUNT_IN, 76, "count_in") \
    X(YARA_RULES_OP_DEFINED, 77, "defined") \
    X(YARA_RULES_OP_ITER_START_TEXT_STRING_SET, 78, "iter_start_text_string_set") \
    X(YARA_RULES_OP_OF_FOUND_AT, 79, "of_found_at") \
    X(YARA_RULES_OP_INT_EQ, 100, "int_eq") \
    X(YARA_RULES_OP_INT_NEQ, 101, "int_neq") \
    X(YARA_RULES_OP_INT_LT, 102, "int_lt") \
    X(YARA_RULES_OP_INT_GT, 103, "int_gt") \
    X(YARA_RULES_OP_INT_LE, 104, "int_le") \
    X(YARA_RULES_OP_INT_GE, 105, "int_ge") \
    X(YARA_RULES_OP_INT_ADD, 106, "int_add") \
    X(YARA_RULES_OP_INT_SUB, 107, "int_sub") \
    X(YARA_RULES_OP_INT_MUL, 108, "int_mul") \
    X(YARA_RULES_OP_INT_DIV, 109, "int_div") \
    X(YARA_RULES_OP_INT_MINUS, 110, "int_minus") \
    X(YARA_RULES_OP_DBL_EQ, 120, "dbl_eq") \
    X(YARA_RULES_OP_DBL_NEQ, 121, "dbl_neq") \
    X(YARA_RULES_OP_DBL_LT, 122, "dbl_lt") \
    X(YARA_RULES_OP_DBL_GT, 123, "dbl_gt") \
    X(YARA_RULES_OP_DBL_LE, 124, "dbl_le") \
    X(YARA_RULES_OP_DBL_GE, 125, "dbl_ge") \
    X(YARA_RULES_OP_DBL_ADD, 126, "dbl_add") \
    X(YARA_RULES_OP_DBL_SUB, 127, "dbl_sub") \
    X(YARA_RULES_OP_DBL_MUL, 128, "dbl_mul") \
    X(YARA_RULES_OP_DBL_DIV, 129, "dbl_div") \
    X(YARA_RULES_OP_DBL_MINUS, 130, "dbl_minus") \
    X(YARA_RULES_OP_STR_EQ, 140, "str_eq") \
    X(YARA_RULES_OP_STR_NEQ, 141, "str_neq") \
    X(YARA_RULES_OP_STR_LT, 142, "str_lt") \
    X(YARA_RULES_OP_STR_GT, 143, "str_gt") \
    X(YARA_RULES_OP_STR_LE, 144, "str_le") \
    X(YARA_RULES_OP_STR_GE, 145, "str_ge") \
    X(YARA_RULES_OP_INT8, 240, "int8") \
    X(YARA_RULES_OP_INT16, 241, "int16") \
    X(YARA_RULES_OP_INT32, 242, "int32") \
    X(YARA_RULES_OP_UINT8, 243, "uint8") \
    X(YARA_RULES_OP_UINT16, 244, "uint16") \
    X(YARA_RULES_OP_UINT32, 245, "uint32") \
    X(YARA_RULES_OP_INT8BE, 246, "int8be") \
    X(YARA_RULES_OP_INT16BE, 247, "int16be") \
    X(YARA_RULES_OP_INT32BE, 248, "int32be") \
    X(YARA_RULES_OP_UINT8BE, 249, "uint8be") \
    X(YARA_RULES_OP_UINT16BE, 250, "uint16be") \
    X(YARA_RULES_OP_UINT32BE, 251, "uint32be") \
    X(YARA_RULES_OP_NOP, 254, "nop") \
    X(YARA_RULES_OP_HALT, 255, "halt")

/* ---- Limits ---- */

#define YARA_RULES_MAXSIZEOF_FILE 268435456 /* bytes */
#define YARA_RULES_MAX_NESTING 8 /* objects */
#define YARA_RULES_MAX_NODES 60000000 /* values of a file */

/* yara_rules */
#define YARA_RULES_BYTES_MAGIC { 0x59, 0x41, 0x52, 0x41 }
#define YARA_RULES_MIN_VERSION 19
#define YARA_RULES_MAX_VERSION 21
#define YARA_RULES_VALUE_BUFFER_COUNT 12
#define YARA_RULES_COUNTOF_BUFFERS 12
#define YARA_RULES_MAXCOUNT_RELOCATIONS 33554432 /* by the limits of a file */

/* yara_rules::buffer */
#define YARA_RULES_SIZEOF_BUFFER 12
#define YARA_RULES_MAX_BUFFER_INDEX 11

/* yara_rules::name_ref */
#define YARA_RULES_SIZEOF_NAME_REF 8
#define YARA_RULES_MIN_NAME_REF_OPTIONAL 0
#define YARA_RULES_MAX_NAME_REF_OPTIONAL 1

/* yara_rules::record_ref */
#define YARA_RULES_SIZEOF_RECORD_REF 8
#define YARA_RULES_MAX_RECORD_REF_TABLE 10
#define YARA_RULES_MIN_RECORD_REF_STRIDE 1
#define YARA_RULES_MAX_RECORD_REF_STRIDE 56
#define YARA_RULES_MIN_RECORD_REF_OPTIONAL 0
#define YARA_RULES_MAX_RECORD_REF_OPTIONAL 1

/* yara_rules::namespace_table */
#define YARA_RULES_MAXCOUNT_NAMESPACE_TABLE_ITEMS 16777216 /* by the limits of a file */

/* yara_rules::namespace */
#define YARA_RULES_SIZEOF_NAMESPACE 16
#define YARA_RULES_VALUE_NAMESPACE_PADDING 0

/* yara_rules::rule_table */
#define YARA_RULES_MAXCOUNT_RULE_TABLE_ITEMS 33554432 /* by the limits of a file */
#define YARA_RULES_MAXLEN_RULE_TABLE_ITEMS 96 /* bytes */

/* yara_rules::rule */
#define YARA_RULES_MINSIZEOF_RULE 8
#define YARA_RULES_MAXSIZEOF_RULE 96
#define YARA_RULES_MAX_RULE_FLAGS 15

/* yara_rules::tag */
#define YARA_RULES_MINSIZEOF_TAG 1

/* yara_rules::meta_table */
#define YARA_RULES_MAXCOUNT_META_TABLE_ITEMS 8388608 /* by the limits of a file */

/* yara_rules::metadata */
#define YARA_RULES_SIZEOF_METADATA 32
#define YARA_RULES_MAX_METADATA_FLAGS 1

/* yara_rules::string_table */
#define YARA_RULES_MAXCOUNT_STRING_TABLE_ITEMS 4793490 /* by the limits of a file */

/* yara_rules::string */
#define YARA_RULES_SIZEOF_STRING 56
#define YARA_RULES_MAX_STRING_FLAGS 8388607

/* yara_rules::variable_table */
#define YARA_RULES_MAXCOUNT_VARIABLE_TABLE_ITEMS 33554432 /* by the limits of a file */
#define YARA_RULES_MAXLEN_VARIABLE_TABLE_ITEMS 40 /* bytes */

/* yara_rules::variable */
#define YARA_RULES_MINSIZEOF_VARIABLE 8
#define YARA_RULES_MAXSIZEOF_VARIABLE 40

/* yara_rules::code */
#define YARA_RULES_MAXCOUNT_CODE_ITEMS 60000000 /* by the limits of a file */
#define YARA_RULES_MAXLEN_CODE_ITEMS 24 /* bytes */

/* yara_rules::instruction */
#define YARA_RULES_MINSIZEOF_INSTRUCTION 1
#define YARA_RULES_MAXSIZEOF_INSTRUCTION 24
#define YARA_RULES_MAXCOUNT_INSTRUCTION_TAKEN 60000000 /* by the limits of a file */

/* yara_rules::made_values */
#define YARA_RULES_MIN_MADE_VALUES_RESULT 0
#define YARA_RULES_MAX_MADE_VALUES_RESULT 15

/* yara_rules::taken_value */
#define YARA_RULES_MAX_TAKEN_VALUE_WANTS 24598

/* yara_rules::text_header */
#define YARA_RULES_SIZEOF_TEXT_HEADER 8

/* yara_rules::pattern_code */
#define YARA_RULES_MAXCOUNT_PATTERN_CODE_ITEMS 60000000 /* by the limits of a file */
#define YARA_RULES_MAXLEN_PATTERN_CODE_ITEMS 52 /* bytes */

/* yara_rules::pattern_instruction */
#define YARA_RULES_MINSIZEOF_PATTERN_INSTRUCTION 1
#define YARA_RULES_MAXSIZEOF_PATTERN_INSTRUCTION 52
#define YARA_RULES_MAX_PATTERN_INSTRUCTION_NEGATED 1
#define YARA_RULES_MAX_PATTERN_INSTRUCTION_SPLIT_ID 127

/* yara_rules::transition_table */
#define YARA_RULES_MAXCOUNT_TRANSITION_TABLE_ITEMS 60000000 /* by the limits of a file */

/* yara_rules::state_match_table */
#define YARA_RULES_MAX_STATE_MATCH_TABLE_ITEMS 107374182
#define YARA_RULES_MAXCOUNT_STATE_MATCH_TABLE_ITEMS 60000000 /* by the limits of a file */

/* yara_rules::match_table */
#define YARA_RULES_MAXCOUNT_MATCH_TABLE_ITEMS 6710886 /* by the limits of a file */
#define YARA_RULES_MAXCOUNT_MATCH_TABLE_ENDS 60000000 /* by the limits of a file */
#define YARA_RULES_MAXCOUNT_MATCH_TABLE_LATER_ENDS 60000000 /* by the limits of a file */
#define YARA_RULES_MAXCOUNT_MATCH_TABLE_LATEST_ENDS 60000000 /* by the limits of a file */
#define YARA_RULES_MAXCOUNT_MATCH_TABLE_LAST_ENDS 60000000 /* by the limits of a file */

/* yara_rules::match */
#define YARA_RULES_SIZEOF_MATCH 40
#define YARA_RULES_MAX_MATCH_BACKTRACK 255

/* yara_rules::summary */
#define YARA_RULES_SIZEOF_SUMMARY 12

/* yara_rules::relocation */
#define YARA_RULES_SIZEOF_RELOCATION 8
#define YARA_RULES_MAX_RELOCATION_BUFFER_ID 10

/* ---- Layout ---- */

static inline uint16_t yara_rules_load_u2le(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint16_t)((uint32_t)at[0] |
        (uint32_t)at[1] << 8);
}

static inline uint32_t yara_rules_load_u4le(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint32_t)((uint32_t)at[0] |
        (uint32_t)at[1] << 8 |
        (uint32_t)at[2] << 16 |
        (uint32_t)at[3] << 24);
}

static inline uint64_t yara_rules_load_u8le(const void *bytes)
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

static inline int32_t yara_rules_load_s4le(const void *bytes)
{
    return (int32_t)yara_rules_load_u4le(bytes);
}
typedef struct yara_rules_s4le { uint8_t bytes[4]; } yara_rules_s4le;
static inline int64_t yara_rules_load_s8le(const void *bytes)
{
    return (int64_t)yara_rules_load_u8le(bytes);
}
typedef struct yara_rules_s8le { uint8_t bytes[8]; } yara_rules_s8le;
typedef struct yara_rules_u2le { uint8_t bytes[2]; } yara_rules_u2le;
typedef struct yara_rules_u4le { uint8_t bytes[4]; } yara_rules_u4le;
typedef struct yara_rules_u8le { uint8_t bytes[8]; } yara_rules_u8le;

/* yara_rules::buffer: 12 bytes */
struct yara_rules_buffer {
    yara_rules_u8le offset; /* = index == 0 ? 150 : _parent.buffers[index - 1].end */
    yara_rules_u4le size;
};
YARA_RULES_STATIC_ASSERT(sizeof(struct yara_rules_buffer) == 12, "size");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_buffer, offset) == 0, "offset");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_buffer, size) == 8, "size");

#define YARA_RULES_OFFSETOF_BUFFER_OFFSET 0
#define YARA_RULES_OFFSETOF_BUFFER_SIZE 8

/* yara_rules: 150 bytes, of more that varies */
struct yara_rules_head {
    uint8_t magic[4]; /* bytes, = 59 41 52 41 ('YARA') */
    uint8_t version; /* one of 19, 21 */
    uint8_t buffer_count; /* = 12 */
    struct yara_rules_buffer buffers[12];
};
YARA_RULES_STATIC_ASSERT(sizeof(struct yara_rules_head) == 150, "size");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_head, magic) == 0, "magic");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_head, version) == 4, "version");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_head, buffer_count) == 5, "buffer_count");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_head, buffers) == 6, "buffers");

#define YARA_RULES_OFFSETOF_MAGIC 0
#define YARA_RULES_OFFSETOF_VERSION 4
#define YARA_RULES_OFFSETOF_BUFFER_COUNT 5
#define YARA_RULES_OFFSETOF_BUFFERS 6

/*
 * yara_rules::name_ref: 8 bytes
 *
 * Pointer to a string in the pool that ends with a zero byte.
 */
struct yara_rules_name_ref {
    yara_rules_u4le buffer_id;
    yara_rules_u4le offset;
};
YARA_RULES_STATIC_ASSERT(sizeof(struct yara_rules_name_ref) == 8, "size");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_name_ref, buffer_id) == 0, "buffer_id");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_name_ref, offset) == 4, "offset");

#define YARA_RULES_OFFSETOF_NAME_REF_BUFFER_ID 0
#define YARA_RULES_OFFSETOF_NAME_REF_OFFSET 4

/*
 * yara_rules::record_ref: 8 bytes
 *
 * Pointer to the start of a record in another table.
 */
struct yara_rules_record_ref {
    yara_rules_u4le buffer_id;
    yara_rules_u4le offset;
};
YARA_RULES_STATIC_ASSERT(sizeof(struct yara_rules_record_ref) == 8, "size");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_record_ref, buffer_id) == 0, "buffer_id");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_record_ref, offset) == 4, "offset");

#define YARA_RULES_OFFSETOF_RECORD_REF_BUFFER_ID 0
#define YARA_RULES_OFFSETOF_RECORD_REF_OFFSET 4

/* yara_rules::namespace: 16 bytes */
struct yara_rules_namespace {
    struct yara_rules_name_ref name;
    yara_rules_u4le index; /* = position */
    yara_rules_u4le padding; /* reserved: 0 */
};
YARA_RULES_STATIC_ASSERT(sizeof(struct yara_rules_namespace) == 16, "size");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_namespace, name) == 0, "name");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_namespace, index) == 8, "index");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_namespace, padding) == 12, "padding");

#define YARA_RULES_OFFSETOF_NAMESPACE_NAME 0
#define YARA_RULES_OFFSETOF_NAMESPACE_INDEX 8
#define YARA_RULES_OFFSETOF_NAMESPACE_PADDING 12

/* yara_rules::rule: 8 bytes, of more that varies */
struct yara_rules_rule_head {
    yara_rules_u4le flags; /* at most 15 */
    yara_rules_s4le atom_count;
};
YARA_RULES_STATIC_ASSERT(sizeof(struct yara_rules_rule_head) == 8, "size");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_rule_head, flags) == 0, "flags");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_rule_head, atom_count) == 4, "atom_count");

#define YARA_RULES_OFFSETOF_RULE_FLAGS 0
#define YARA_RULES_OFFSETOF_RULE_ATOM_COUNT 4

/* yara_rules::metadata: 32 bytes */
struct yara_rules_metadata {
    struct yara_rules_name_ref identifier;
    struct yara_rules_name_ref text;
    yara_rules_s8le number;
    yara_rules_s4le type; /* s4le as meta_type, a member of the enum */
    yara_rules_u4le flags; /* at most 1 */
};
YARA_RULES_STATIC_ASSERT(sizeof(struct yara_rules_metadata) == 32, "size");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_metadata, identifier) == 0, "identifier");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_metadata, text) == 8, "text");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_metadata, number) == 16, "number");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_metadata, type) == 24, "type");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_metadata, flags) == 28, "flags");

#define YARA_RULES_OFFSETOF_METADATA_IDENTIFIER 0
#define YARA_RULES_OFFSETOF_METADATA_TEXT 8
#define YARA_RULES_OFFSETOF_METADATA_NUMBER 16
#define YARA_RULES_OFFSETOF_METADATA_TYPE 24
#define YARA_RULES_OFFSETOF_METADATA_FLAGS 28

/* yara_rules::string: 56 bytes */
struct yara_rules_string {
    yara_rules_u4le flags; /* at most 0x7fffff */
    yara_rules_u4le index; /* = position */
    yara_rules_u8le fixed_offset;
    yara_rules_u4le rule_index; /* at most _root.rules.items.size - 2 */
    yara_rules_u4le length;
    struct yara_rules_name_ref text;
    struct yara_rules_record_ref chained_to;
    yara_rules_s4le chain_gap_min;
    yara_rules_s4le chain_gap_max;
    struct yara_rules_name_ref identifier;
};
YARA_RULES_STATIC_ASSERT(sizeof(struct yara_rules_string) == 56, "size");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_string, flags) == 0, "flags");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_string, index) == 4, "index");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_string, fixed_offset) == 8, "fixed_offset");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_string, rule_index) == 16, "rule_index");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_string, length) == 20, "length");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_string, text) == 24, "text");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_string, chained_to) == 32, "chained_to");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_string, chain_gap_min) == 40, "chain_gap_min");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_string, chain_gap_max) == 44, "chain_gap_max");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_string, identifier) == 48, "identifier");

#define YARA_RULES_OFFSETOF_STRING_FLAGS 0
#define YARA_RULES_OFFSETOF_STRING_INDEX 4
#define YARA_RULES_OFFSETOF_STRING_FIXED_OFFSET 8
#define YARA_RULES_OFFSETOF_STRING_RULE_INDEX 16
#define YARA_RULES_OFFSETOF_STRING_LENGTH 20
#define YARA_RULES_OFFSETOF_STRING_TEXT 24
#define YARA_RULES_OFFSETOF_STRING_CHAINED_TO 32
#define YARA_RULES_OFFSETOF_STRING_CHAIN_GAP_MIN 40
#define YARA_RULES_OFFSETOF_STRING_CHAIN_GAP_MAX 44
#define YARA_RULES_OFFSETOF_STRING_IDENTIFIER 48

/* yara_rules::variable: 8 bytes, of more that varies */
struct yara_rules_variable_head {
    yara_rules_u4le type; /* u4le as variable_type, a member of the enum */
    uint8_t padding[4]; /* bytes */
};
YARA_RULES_STATIC_ASSERT(sizeof(struct yara_rules_variable_head) == 8, "size");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_variable_head, type) == 0, "type");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_variable_head, padding) == 4, "padding");

#define YARA_RULES_OFFSETOF_VARIABLE_TYPE 0
#define YARA_RULES_OFFSETOF_VARIABLE_PADDING 4

/* yara_rules::instruction: 1 bytes, of more that varies */
struct yara_rules_instruction_head {
    uint8_t opcode;
};
YARA_RULES_STATIC_ASSERT(sizeof(struct yara_rules_instruction_head) == 1, "size");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_instruction_head, opcode) == 0, "opcode");

#define YARA_RULES_OFFSETOF_INSTRUCTION_OPCODE 0

/* yara_rules::text_header: 8 bytes */
struct yara_rules_text_header {
    yara_rules_u4le size;
    yara_rules_u4le flags;
};
YARA_RULES_STATIC_ASSERT(sizeof(struct yara_rules_text_header) == 8, "size");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_text_header, size) == 0, "size");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_text_header, flags) == 4, "flags");

#define YARA_RULES_OFFSETOF_TEXT_HEADER_SIZE 0
#define YARA_RULES_OFFSETOF_TEXT_HEADER_FLAGS 4

/*
 * yara_rules::match: 40 bytes
 *
 * A string, or a part of one, that may be found where the automaton is.
 */
struct yara_rules_match {
    struct yara_rules_record_ref string;
    struct yara_rules_record_ref forward_code;
    struct yara_rules_record_ref backward_code;
    struct yara_rules_record_ref next;
    yara_rules_u2le backtrack; /* at most 255 */
    uint8_t padding[6]; /* bytes */
};
YARA_RULES_STATIC_ASSERT(sizeof(struct yara_rules_match) == 40, "size");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_match, string) == 0, "string");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_match, forward_code) == 8, "forward_code");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_match, backward_code) == 16, "backward_code");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_match, next) == 24, "next");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_match, backtrack) == 32, "backtrack");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_match, padding) == 34, "padding");

#define YARA_RULES_OFFSETOF_MATCH_STRING 0
#define YARA_RULES_OFFSETOF_MATCH_FORWARD_CODE 8
#define YARA_RULES_OFFSETOF_MATCH_BACKWARD_CODE 16
#define YARA_RULES_OFFSETOF_MATCH_NEXT 24
#define YARA_RULES_OFFSETOF_MATCH_BACKTRACK 32
#define YARA_RULES_OFFSETOF_MATCH_PADDING 34

/* yara_rules::summary: 12 bytes */
struct yara_rules_summary {
    yara_rules_u4le rule_count; /* = _root.rules.items.size - 1 */
    yara_rules_u4le string_count; /* = _root.strings.items.size */
    yara_rules_u4le namespace_count; /* = _root.namespaces.items.size */
};
YARA_RULES_STATIC_ASSERT(sizeof(struct yara_rules_summary) == 12, "size");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_summary, rule_count) == 0, "rule_count");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_summary, string_count) == 4, "string_count");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_summary, namespace_count) == 8, "namespace_count");

#define YARA_RULES_OFFSETOF_SUMMARY_RULE_COUNT 0
#define YARA_RULES_OFFSETOF_SUMMARY_STRING_COUNT 4
#define YARA_RULES_OFFSETOF_SUMMARY_NAMESPACE_COUNT 8

/* yara_rules::relocation: 8 bytes */
struct yara_rules_relocation {
    yara_rules_u4le buffer_id; /* _ <= 4 or _ == 6 or _ == 10 */
    yara_rules_u4le offset;
};
YARA_RULES_STATIC_ASSERT(sizeof(struct yara_rules_relocation) == 8, "size");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_relocation, buffer_id) == 0, "buffer_id");
YARA_RULES_STATIC_ASSERT(offsetof(struct yara_rules_relocation, offset) == 4, "offset");

#define YARA_RULES_OFFSETOF_RELOCATION_BUFFER_ID 0
#define YARA_RULES_OFFSETOF_RELOCATION_OFFSET 4

#endif /* CONTENTGATE_YARA_RULES_H */
