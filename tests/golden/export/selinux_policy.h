/*
 * selinux_policy: SELinux kernel policy (policydb)
 *
 * Made by `contentgate schema export --to c-header`: make it anew rather than edit it.
 *
 * What stands here holds for every file that contentgate accepts. It is for checks at compile
 * time; a consumer bounds every read at run time as well.
 */
#ifndef CONTENTGATE_SELINUX_POLICY_H
#define CONTENTGATE_SELINUX_POLICY_H

#ifdef __KERNEL__
#include <linux/stddef.h>
#include <linux/types.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif

#define SELINUX_POLICY_SCHEMA_DIGEST \
    "665242697665dff99bed817e74c26f5ef2411f2e345b70656412ddb3072493a5"

/* ---- Assertions: for use at file scope or in a function, with a semicolon behind ---- */

#if defined(__cplusplus)
#define SELINUX_POLICY_STATIC_ASSERT(condition, text) static_assert(condition, text)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define SELINUX_POLICY_STATIC_ASSERT(condition, text) _Static_assert(condition, text)
#elif defined(__GNUC__)
#define SELINUX_POLICY_STATIC_ASSERT(condition, text) __extension__ _Static_assert(condition, text)
#else
#define SELINUX_POLICY_STATIC_ASSERT(condition, text) \
    extern char selinux_policy_static_assert[(condition) ? 1 : -1]
#endif

/* Number of elements of an array; a pointer in its place does not compile. */
#if defined(__cplusplus)
extern "C++" {
template <typename T, size_t N> char (&selinux_policy_array_of(T (&)[N]))[N];
}
#define SELINUX_POLICY_ARRAY_LENGTH(array) (sizeof(selinux_policy_array_of(array)))
#elif defined(__GNUC__)
#define SELINUX_POLICY_ARRAY_LENGTH(array) \
    (sizeof(array) / sizeof((array)[0]) + 0 * sizeof(char[ \
        __builtin_types_compatible_p(__typeof__(array), __typeof__(&(array)[0])) ? -1 : 1]))
#else
#define SELINUX_POLICY_ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))
#endif

/* The array has room for so many elements: for arrays filled from repeated fields (MAXCOUNT) and
 * for tables that are indexed by a value of the file (SPAN). */
#define SELINUX_POLICY_ASSERT_ROOM(array, count) \
    SELINUX_POLICY_STATIC_ASSERT(SELINUX_POLICY_ARRAY_LENGTH(array) >= (count), \
        "selinux_policy: " #array " has fewer than " #count " elements")

/* The buffer is large enough for so many bytes (SIZEOF, MAXSIZEOF, MAXLEN). */
#define SELINUX_POLICY_ASSERT_BYTES(buffer, size) \
    SELINUX_POLICY_STATIC_ASSERT(sizeof(buffer) >= (size), \
        "selinux_policy: " #buffer " has fewer than " #size " bytes")

/* Whether `length` bytes at `offset` lie inside `size` bytes; cannot wrap. */
static inline int selinux_policy_fits(size_t size, size_t offset, size_t length)
{
    return offset <= size && length <= size - offset;
}

/* ---- Enums ---- */

/* selinux_policy::constraint_step::step_kind */
enum selinux_policy_constraint_step_step_kind {
    SELINUX_POLICY_CONSTRAINT_STEP_STEP_KIND_NEGATION = 1,
    SELINUX_POLICY_CONSTRAINT_STEP_STEP_KIND_CONJUNCTION = 2,
    SELINUX_POLICY_CONSTRAINT_STEP_STEP_KIND_DISJUNCTION = 3,
    SELINUX_POLICY_CONSTRAINT_STEP_STEP_KIND_ATTRIBUTE = 4,
    SELINUX_POLICY_CONSTRAINT_STEP_STEP_KIND_NAMES = 5
};
#define SELINUX_POLICY_SPAN_CONSTRAINT_STEP_STEP_KIND 6 /* length of a table indexed by it */
#define SELINUX_POLICY_EACH_CONSTRAINT_STEP_STEP_KIND(X) \
    X(SELINUX_POLICY_CONSTRAINT_STEP_STEP_KIND_NEGATION, 1, "negation") \
    X(SELINUX_POLICY_CONSTRAINT_STEP_STEP_KIND_CONJUNCTION, 2, "conjunction") \
    X(SELINUX_POLICY_CONSTRAINT_STEP_STEP_KIND_DISJUNCTION, 3, "disjunction") \
    X(SELINUX_POLICY_CONSTRAINT_STEP_STEP_KIND_ATTRIBUTE, 4, "attribute") \
    X(SELINUX_POLICY_CONSTRAINT_STEP_STEP_KIND_NAMES, 5, "names")

/* ---- Limits ---- */

#define SELINUX_POLICY_MAXSIZEOF_FILE 268435456 /* bytes */
#define SELINUX_POLICY_MAX_NESTING 16 /* objects */
#define SELINUX_POLICY_MAX_NODES 50000000 /* values of a file */

/* selinux_policy */
#define SELINUX_POLICY_MAXCOUNT_RULES 33554432 /* by the limits of a file */
#define SELINUX_POLICY_MAXLEN_RULES 50 /* bytes */
#define SELINUX_POLICY_MAXCOUNT_CONDITIONALS 11184810 /* by the limits of a file */
#define SELINUX_POLICY_MAXCOUNT_ROLE_TRANSITIONS 22369621 /* by the limits of a file */
#define SELINUX_POLICY_MAXLEN_ROLE_TRANSITIONS 16 /* bytes */
#define SELINUX_POLICY_MAXCOUNT_ROLE_ALLOWS 33554432 /* by the limits of a file */
#define SELINUX_POLICY_MAXCOUNT_NAME_TRANSITIONS 50000000 /* by the limits of a file */
#define SELINUX_POLICY_MAXCOUNT_GENFS 29826161 /* by the limits of a file */
#define SELINUX_POLICY_MAXCOUNT_RANGE_TRANSITIONS 8388608 /* by the limits of a file */
#define SELINUX_POLICY_MINCOUNT_TYPE_ATTRIBUTES 1
#define SELINUX_POLICY_MAXCOUNT_TYPE_ATTRIBUTES 65535

/* selinux_policy::header */
#define SELINUX_POLICY_SIZEOF_HEADER 32
#define SELINUX_POLICY_BYTES_HEADER_MAGIC { 0x8c, 0xff, 0x7c, 0xf9 }
#define SELINUX_POLICY_VALUE_HEADER_LEN_TARGET 8
#define SELINUX_POLICY_BYTES_HEADER_TARGET { 0x53, 0x45, 0x20, 0x4c, 0x69, 0x6e, 0x75, 0x78 }
#define SELINUX_POLICY_MIN_HEADER_VERSION 24
#define SELINUX_POLICY_MAX_HEADER_VERSION 33
#define SELINUX_POLICY_MAX_HEADER_CONFIG 5
#define SELINUX_POLICY_VALUE_HEADER_NUM_SYMBOLS 8
#define SELINUX_POLICY_MIN_HEADER_NUM_CONTEXTS 7
#define SELINUX_POLICY_MAX_HEADER_NUM_CONTEXTS 9

/* selinux_policy::bitmap */
#define SELINUX_POLICY_MINSIZEOF_BITMAP 12
#define SELINUX_POLICY_MAX_BITMAP_KIND 8
#define SELINUX_POLICY_VALUE_BITMAP_UNIT 64
#define SELINUX_POLICY_MAX_BITMAP_NUM_NODES 67108863
#define SELINUX_POLICY_MAXCOUNT_BITMAP_NODES 22369621 /* by the limits of a file */

/* selinux_policy::bitmap_node */
#define SELINUX_POLICY_SIZEOF_BITMAP_NODE 12
#define SELINUX_POLICY_MIN_BITMAP_NODE_MAP 1

/* selinux_policy::permission */
#define SELINUX_POLICY_MINSIZEOF_PERMISSION 9
#define SELINUX_POLICY_MIN_PERMISSION_LEN_NAME 1
#define SELINUX_POLICY_MIN_PERMISSION_VALUE 1
#define SELINUX_POLICY_MAX_PERMISSION_VALUE 32

/* selinux_policy::common_table */
#define SELINUX_POLICY_MINSIZEOF_COMMON_TABLE 8
#define SELINUX_POLICY_MAXCOUNT_COMMON_TABLE_ITEMS 10324440 /* by the limits of a file */

/* selinux_policy::common */
#define SELINUX_POLICY_MINSIZEOF_COMMON 26
#define SELINUX_POLICY_MIN_COMMON_LEN_NAME 1
#define SELINUX_POLICY_MIN_COMMON_VALUE 1
#define SELINUX_POLICY_MIN_COMMON_NPRIM 1
#define SELINUX_POLICY_MAX_COMMON_NPRIM 32
#define SELINUX_POLICY_MIN_COMMON_NEL 1
#define SELINUX_POLICY_MAX_COMMON_NEL 32
#define SELINUX_POLICY_MINCOUNT_COMMON_PERMISSIONS 1
#define SELINUX_POLICY_MAXCOUNT_COMMON_PERMISSIONS 32

/* selinux_policy::class_table */
#define SELINUX_POLICY_MINSIZEOF_CLASS_TABLE 37
#define SELINUX_POLICY_MIN_CLASS_TABLE_NPRIM 1
#define SELINUX_POLICY_MAX_CLASS_TABLE_NPRIM 65535
#define SELINUX_POLICY_MIN_CLASS_TABLE_NEL 1
#define SELINUX_POLICY_MAX_CLASS_TABLE_NEL 65535
#define SELINUX_POLICY_MINCOUNT_CLASS_TABLE_ITEMS 1
#define SELINUX_POLICY_MAXCOUNT_CLASS_TABLE_ITEMS 65535

/* selinux_policy::security_class */
#define SELINUX_POLICY_MINSIZEOF_SECURITY_CLASS 29
#define SELINUX_POLICY_MIN_SECURITY_CLASS_TABLE_SIZE 1
#define SELINUX_POLICY_MAX_SECURITY_CLASS_TABLE_SIZE 65535
#define SELINUX_POLICY_MIN_SECURITY_CLASS_LEN_NAME 1
#define SELINUX_POLICY_MIN_SECURITY_CLASS_VALUE 1
#define SELINUX_POLICY_MAX_SECURITY_CLASS_VALUE 65535
#define SELINUX_POLICY_MAX_SECURITY_CLASS_NPRIM 32
#define SELINUX_POLICY_MAX_SECURITY_CLASS_NEL 32
#define SELINUX_POLICY_MAXCOUNT_SECURITY_CLASS_PERMISSIONS 32
#define SELINUX_POLICY_MAXCOUNT_SECURITY_CLASS_CONSTRAINTS 13421772 /* by the limits of a file */
#define SELINUX_POLICY_MAXCOUNT_SECURITY_CLASS_TRANSITION_CONSTRAINTS 13421772 /* by the limits of a file */
#define SELINUX_POLICY_MAX_SECURITY_CLASS_DEFAULT_USER 2
#define SELINUX_POLICY_MAX_SECURITY_CLASS_DEFAULT_ROLE 2
#define SELINUX_POLICY_MAX_SECURITY_CLASS_DEFAULT_RANGE 7
#define SELINUX_POLICY_MAX_SECURITY_CLASS_DEFAULT_TYPE 2

/* selinux_policy::constraint */
#define SELINUX_POLICY_MINSIZEOF_CONSTRAINT 20
#define SELINUX_POLICY_MIN_CONSTRAINT_NUM_STEPS 1
#define SELINUX_POLICY_MINCOUNT_CONSTRAINT_STEPS 1
#define SELINUX_POLICY_MAXCOUNT_CONSTRAINT_STEPS 22369621 /* by the limits of a file */

/* selinux_policy::constraint_step */
#define SELINUX_POLICY_MINSIZEOF_CONSTRAINT_STEP 12
#define SELINUX_POLICY_MIN_CONSTRAINT_STEP_DEPTH_BEFORE 0
#define SELINUX_POLICY_MAX_CONSTRAINT_STEP_DEPTH_BEFORE 5
#define SELINUX_POLICY_MAX_CONSTRAINT_STEP_ATTRIBUTE 1024
#define SELINUX_POLICY_MAX_CONSTRAINT_STEP_OPERATOR 5

/* selinux_policy::type_set */
#define SELINUX_POLICY_MINSIZEOF_TYPE_SET 28
#define SELINUX_POLICY_MAX_TYPE_SET_FLAGS 2

/* selinux_policy::role_table */
#define SELINUX_POLICY_MINSIZEOF_ROLE_TABLE 45
#define SELINUX_POLICY_MIN_ROLE_TABLE_NPRIM 1
#define SELINUX_POLICY_MAX_ROLE_TABLE_NPRIM 65535
#define SELINUX_POLICY_MIN_ROLE_TABLE_NEL 1
#define SELINUX_POLICY_MAX_ROLE_TABLE_NEL 65535
#define SELINUX_POLICY_MINCOUNT_ROLE_TABLE_ITEMS 1
#define SELINUX_POLICY_MAXCOUNT_ROLE_TABLE_ITEMS 65535

/* selinux_policy::role */
#define SELINUX_POLICY_MINSIZEOF_ROLE 37
#define SELINUX_POLICY_MIN_ROLE_TABLE_SIZE 1
#define SELINUX_POLICY_MAX_ROLE_TABLE_SIZE 65535
#define SELINUX_POLICY_MIN_ROLE_LEN_NAME 1
#define SELINUX_POLICY_MIN_ROLE_VALUE 1
#define SELINUX_POLICY_MAX_ROLE_VALUE 65535

/* selinux_policy::type_table */
#define SELINUX_POLICY_MINSIZEOF_TYPE_TABLE 8
#define SELINUX_POLICY_MIN_TYPE_TABLE_NPRIM 1
#define SELINUX_POLICY_MAX_TYPE_TABLE_NPRIM 65535
#define SELINUX_POLICY_MAXCOUNT_TYPE_TABLE_ITEMS 15790320 /* by the limits of a file */

/* selinux_policy::type_symbol */
#define SELINUX_POLICY_MINSIZEOF_TYPE_SYMBOL 17
#define SELINUX_POLICY_MIN_TYPE_SYMBOL_TABLE_SIZE 1
#define SELINUX_POLICY_MAX_TYPE_SYMBOL_TABLE_SIZE 65535
#define SELINUX_POLICY_MAX_TYPE_SYMBOL_INDEX 4294967294u
#define SELINUX_POLICY_MIN_TYPE_SYMBOL_LEN_NAME 1
#define SELINUX_POLICY_MIN_TYPE_SYMBOL_VALUE 1
#define SELINUX_POLICY_MAX_TYPE_SYMBOL_VALUE 65535
#define SELINUX_POLICY_MAX_TYPE_SYMBOL_PROPERTIES 3
#define SELINUX_POLICY_MAX_TYPE_SYMBOL_BOUNDS 65535

/* selinux_policy::user_table */
#define SELINUX_POLICY_MINSIZEOF_USER_TABLE 69
#define SELINUX_POLICY_MIN_USER_TABLE_NPRIM 1
#define SELINUX_POLICY_MAX_USER_TABLE_NPRIM 65535
#define SELINUX_POLICY_MIN_USER_TABLE_NEL 1
#define SELINUX_POLICY_MAX_USER_TABLE_NEL 65535
#define SELINUX_POLICY_MINCOUNT_USER_TABLE_ITEMS 1
#define SELINUX_POLICY_MAXCOUNT_USER_TABLE_ITEMS 65535

/* selinux_policy::user */
#define SELINUX_POLICY_MINSIZEOF_USER 61
#define SELINUX_POLICY_MIN_USER_TABLE_SIZE 1
#define SELINUX_POLICY_MAX_USER_TABLE_SIZE 65535
#define SELINUX_POLICY_MIN_USER_LEN_NAME 1
#define SELINUX_POLICY_MIN_USER_VALUE 1
#define SELINUX_POLICY_MAX_USER_VALUE 65535
#define SELINUX_POLICY_MAX_USER_BOUNDS 65535

/* selinux_policy::boolean_table */
#define SELINUX_POLICY_MINSIZEOF_BOOLEAN_TABLE 8
#define SELINUX_POLICY_MAX_BOOLEAN_TABLE_NPRIM 65535
#define SELINUX_POLICY_MAX_BOOLEAN_TABLE_NEL 65535
#define SELINUX_POLICY_MAXCOUNT_BOOLEAN_TABLE_ITEMS 65535

/* selinux_policy::boolean */
#define SELINUX_POLICY_MINSIZEOF_BOOLEAN 13
#define SELINUX_POLICY_MAX_BOOLEAN_TABLE_SIZE 65535
#define SELINUX_POLICY_MIN_BOOLEAN_VALUE 1
#define SELINUX_POLICY_MAX_BOOLEAN_VALUE 65535
#define SELINUX_POLICY_MAX_BOOLEAN_STATE 1
#define SELINUX_POLICY_MIN_BOOLEAN_LEN_NAME 1

/* selinux_policy::level_table */
#define SELINUX_POLICY_MINSIZEOF_LEVEL_TABLE 8
#define SELINUX_POLICY_MAX_LEVEL_TABLE_NPRIM 65535
#define SELINUX_POLICY_MAXCOUNT_LEVEL_TABLE_ITEMS 10737418 /* by the limits of a file */

/* selinux_policy::level_symbol */
#define SELINUX_POLICY_MINSIZEOF_LEVEL_SYMBOL 25
#define SELINUX_POLICY_MAX_LEVEL_SYMBOL_INDEX 4294967294u
#define SELINUX_POLICY_MIN_LEVEL_SYMBOL_LEN_NAME 1
#define SELINUX_POLICY_MAX_LEVEL_SYMBOL_IS_ALIAS 1

/* selinux_policy::category_table */
#define SELINUX_POLICY_MINSIZEOF_CATEGORY_TABLE 8
#define SELINUX_POLICY_MAX_CATEGORY_TABLE_NPRIM 65535
#define SELINUX_POLICY_MAXCOUNT_CATEGORY_TABLE_ITEMS 20648881 /* by the limits of a file */

/* selinux_policy::category */
#define SELINUX_POLICY_MINSIZEOF_CATEGORY 13
#define SELINUX_POLICY_MAX_CATEGORY_TABLE_SIZE 65535
#define SELINUX_POLICY_MAX_CATEGORY_INDEX 4294967294u
#define SELINUX_POLICY_MIN_CATEGORY_LEN_NAME 1
#define SELINUX_POLICY_MIN_CATEGORY_VALUE 1
#define SELINUX_POLICY_MAX_CATEGORY_VALUE 65535
#define SELINUX_POLICY_MAX_CATEGORY_IS_ALIAS 1

/* selinux_policy::mls_level */
#define SELINUX_POLICY_MINSIZEOF_MLS_LEVEL 16
#define SELINUX_POLICY_MAX_MLS_LEVEL_SENSITIVITY 65535

/* selinux_policy::mls_range */
#define SELINUX_POLICY_MINSIZEOF_MLS_RANGE 20
#define SELINUX_POLICY_MIN_MLS_RANGE_NUM_LEVELS 1
#define SELINUX_POLICY_MAX_MLS_RANGE_NUM_LEVELS 2
#define SELINUX_POLICY_MAX_MLS_RANGE_LOW 65535

/* selinux_policy::context */
#define SELINUX_POLICY_MINSIZEOF_CONTEXT 32
#define SELINUX_POLICY_MIN_CONTEXT_USER 1
#define SELINUX_POLICY_MAX_CONTEXT_USER 65535
#define SELINUX_POLICY_MIN_CONTEXT_ROLE 1
#define SELINUX_POLICY_MAX_CONTEXT_ROLE 65535
#define SELINUX_POLICY_MIN_CONTEXT_TYPE 1
#define SELINUX_POLICY_MAX_CONTEXT_TYPE 65535

/* selinux_policy::rule */
#define SELINUX_POLICY_MINSIZEOF_RULE 8
#define SELINUX_POLICY_MAXSIZEOF_RULE 50
#define SELINUX_POLICY_MIN_RULE_IS_CONDITIONAL 0
#define SELINUX_POLICY_MAX_RULE_IS_CONDITIONAL 1
#define SELINUX_POLICY_MIN_RULE_SOURCE 1
#define SELINUX_POLICY_MIN_RULE_TARGET 1
#define SELINUX_POLICY_MIN_RULE_TCLASS 1
#define SELINUX_POLICY_MIN_RULE_SPECIFIED 1
#define SELINUX_POLICY_MAX_RULE_SPECIFIED 32832
#define SELINUX_POLICY_MIN_RULE_NEW_TYPE 1
#define SELINUX_POLICY_MAX_RULE_NEW_TYPE 65535

/* selinux_policy::operations */
#define SELINUX_POLICY_SIZEOF_OPERATIONS 34
#define SELINUX_POLICY_MIN_OPERATIONS_KIND 1
#define SELINUX_POLICY_MAX_OPERATIONS_KIND 2
#define SELINUX_POLICY_COUNTOF_OPERATIONS_MAP 8

/* selinux_policy::conditional */
#define SELINUX_POLICY_MINSIZEOF_CONDITIONAL 24
#define SELINUX_POLICY_MAX_CONDITIONAL_STATE 1
#define SELINUX_POLICY_MIN_CONDITIONAL_NUM_STEPS 1
#define SELINUX_POLICY_MINCOUNT_CONDITIONAL_STEPS 1
#define SELINUX_POLICY_MAXCOUNT_CONDITIONAL_STEPS 33554432 /* by the limits of a file */
#define SELINUX_POLICY_MAXCOUNT_CONDITIONAL_THEN_RULES 33554432 /* by the limits of a file */
#define SELINUX_POLICY_MAXLEN_CONDITIONAL_THEN_RULES 50 /* bytes */
#define SELINUX_POLICY_MAXCOUNT_CONDITIONAL_ELSE_RULES 33554432 /* by the limits of a file */
#define SELINUX_POLICY_MAXLEN_CONDITIONAL_ELSE_RULES 50 /* bytes */

/* selinux_policy::conditional_step */
#define SELINUX_POLICY_SIZEOF_CONDITIONAL_STEP 8
#define SELINUX_POLICY_MIN_CONDITIONAL_STEP_DEPTH_BEFORE 0
#define SELINUX_POLICY_MAX_CONDITIONAL_STEP_DEPTH_BEFORE 10
#define SELINUX_POLICY_MIN_CONDITIONAL_STEP_KIND 1
#define SELINUX_POLICY_MAX_CONDITIONAL_STEP_KIND 7
#define SELINUX_POLICY_MAX_CONDITIONAL_STEP_BOOLEAN 65535

/* selinux_policy::role_transition */
#define SELINUX_POLICY_MINSIZEOF_ROLE_TRANSITION 12
#define SELINUX_POLICY_MAXSIZEOF_ROLE_TRANSITION 16
#define SELINUX_POLICY_MIN_ROLE_TRANSITION_ROLE 1
#define SELINUX_POLICY_MAX_ROLE_TRANSITION_ROLE 65535
#define SELINUX_POLICY_MIN_ROLE_TRANSITION_TYPE 1
#define SELINUX_POLICY_MAX_ROLE_TRANSITION_TYPE 65535
#define SELINUX_POLICY_MIN_ROLE_TRANSITION_NEW_ROLE 1
#define SELINUX_POLICY_MAX_ROLE_TRANSITION_NEW_ROLE 65535
#define SELINUX_POLICY_MIN_ROLE_TRANSITION_TCLASS 1
#define SELINUX_POLICY_MAX_ROLE_TRANSITION_TCLASS 65535

/* selinux_policy::role_allow */
#define SELINUX_POLICY_SIZEOF_ROLE_ALLOW 8
#define SELINUX_POLICY_MIN_ROLE_ALLOW_ROLE 1
#define SELINUX_POLICY_MAX_ROLE_ALLOW_ROLE 65535
#define SELINUX_POLICY_MIN_ROLE_ALLOW_NEW_ROLE 1
#define SELINUX_POLICY_MAX_ROLE_ALLOW_NEW_ROLE 65535

/* selinux_policy::name_transition_one */
#define SELINUX_POLICY_MINSIZEOF_NAME_TRANSITION_ONE 21
#define SELINUX_POLICY_MIN_NAME_TRANSITION_ONE_LEN_NAME 1
#define SELINUX_POLICY_MIN_NAME_TRANSITION_ONE_SOURCE 1
#define SELINUX_POLICY_MAX_NAME_TRANSITION_ONE_SOURCE 65535
#define SELINUX_POLICY_MIN_NAME_TRANSITION_ONE_TARGET 1
#define SELINUX_POLICY_MAX_NAME_TRANSITION_ONE_TARGET 65535
#define SELINUX_POLICY_MIN_NAME_TRANSITION_ONE_TCLASS 1
#define SELINUX_POLICY_MAX_NAME_TRANSITION_ONE_TCLASS 65535
#define SELINUX_POLICY_MIN_NAME_TRANSITION_ONE_NEW_TYPE 1
#define SELINUX_POLICY_MAX_NAME_TRANSITION_ONE_NEW_TYPE 65535

/* selinux_policy::name_transition */
#define SELINUX_POLICY_MINSIZEOF_NAME_TRANSITION 33
#define SELINUX_POLICY_MIN_NAME_TRANSITION_LEN_NAME 1
#define SELINUX_POLICY_MIN_NAME_TRANSITION_TARGET 1
#define SELINUX_POLICY_MAX_NAME_TRANSITION_TARGET 65535
#define SELINUX_POLICY_MIN_NAME_TRANSITION_TCLASS 1
#define SELINUX_POLICY_MAX_NAME_TRANSITION_TCLASS 65535
#define SELINUX_POLICY_MIN_NAME_TRANSITION_NUM_RESULTS 1
#define SELINUX_POLICY_MINCOUNT_NAME_TRANSITION_RESULTS 1
#define SELINUX_POLICY_MAXCOUNT_NAME_TRANSITION_RESULTS 16777216 /* by the limits of a file */

/* selinux_policy::name_result */
#define SELINUX_POLICY_MINSIZEOF_NAME_RESULT 16
#define SELINUX_POLICY_MIN_NAME_RESULT_NEW_TYPE 1
#define SELINUX_POLICY_MAX_NAME_RESULT_NEW_TYPE 65535

/* selinux_policy::initial_sid_list */
#define SELINUX_POLICY_MINSIZEOF_INITIAL_SID_LIST 40
#define SELINUX_POLICY_MIN_INITIAL_SID_LIST_COUNT 1
#define SELINUX_POLICY_MINCOUNT_INITIAL_SID_LIST_ITEMS 1
#define SELINUX_POLICY_MAXCOUNT_INITIAL_SID_LIST_ITEMS 7456540 /* by the limits of a file */

/* selinux_policy::initial_sid */
#define SELINUX_POLICY_MINSIZEOF_INITIAL_SID 36
#define SELINUX_POLICY_MIN_INITIAL_SID_SID 1
#define SELINUX_POLICY_MAX_INITIAL_SID_SID 255

/* selinux_policy::named_context_list */
#define SELINUX_POLICY_MINSIZEOF_NAMED_CONTEXT_LIST 4
#define SELINUX_POLICY_MAXCOUNT_NAMED_CONTEXT_LIST_ITEMS 3890368 /* by the limits of a file */

/* selinux_policy::named_context */
#define SELINUX_POLICY_MINSIZEOF_NAMED_CONTEXT 69
#define SELINUX_POLICY_MIN_NAMED_CONTEXT_LEN_NAME 1

/* selinux_policy::port_list */
#define SELINUX_POLICY_MINSIZEOF_PORT_LIST 4
#define SELINUX_POLICY_MAXCOUNT_PORT_LIST_ITEMS 6100805 /* by the limits of a file */

/* selinux_policy::port */
#define SELINUX_POLICY_MINSIZEOF_PORT 44
#define SELINUX_POLICY_MIN_PORT_PROTOCOL 6
#define SELINUX_POLICY_MAX_PORT_PROTOCOL 132
#define SELINUX_POLICY_MAX_PORT_LOW 65535
#define SELINUX_POLICY_MAX_PORT_HIGH 65535

/* selinux_policy::node_list */
#define SELINUX_POLICY_MINSIZEOF_NODE_LIST 4
#define SELINUX_POLICY_MAXCOUNT_NODE_LIST_ITEMS 6710886 /* by the limits of a file */

/* selinux_policy::node */
#define SELINUX_POLICY_MINSIZEOF_NODE 40

/* selinux_policy::node6_list */
#define SELINUX_POLICY_MINSIZEOF_NODE6_LIST 4
#define SELINUX_POLICY_MAXCOUNT_NODE6_LIST_ITEMS 4194304 /* by the limits of a file */

/* selinux_policy::node6 */
#define SELINUX_POLICY_MINSIZEOF_NODE6 64

/* selinux_policy::fs_use_list */
#define SELINUX_POLICY_MINSIZEOF_FS_USE_LIST 4
#define SELINUX_POLICY_MAXCOUNT_FS_USE_LIST_ITEMS 6547206 /* by the limits of a file */

/* selinux_policy::fs_use */
#define SELINUX_POLICY_MINSIZEOF_FS_USE 41
#define SELINUX_POLICY_MIN_FS_USE_BEHAVIOR 1
#define SELINUX_POLICY_MAX_FS_USE_BEHAVIOR 6
#define SELINUX_POLICY_MIN_FS_USE_LEN_FILE_SYSTEM 1

/* selinux_policy::pkey_list */
#define SELINUX_POLICY_MINSIZEOF_PKEY_LIST 4
#define SELINUX_POLICY_MAXCOUNT_PKEY_LIST_ITEMS 5592405 /* by the limits of a file */

/* selinux_policy::pkey */
#define SELINUX_POLICY_MINSIZEOF_PKEY 48
#define SELINUX_POLICY_MAX_PKEY_LOW 65535
#define SELINUX_POLICY_MAX_PKEY_HIGH 65535

/* selinux_policy::endport_list */
#define SELINUX_POLICY_MINSIZEOF_ENDPORT_LIST 4
#define SELINUX_POLICY_MAXCOUNT_ENDPORT_LIST_ITEMS 6547206 /* by the limits of a file */

/* selinux_policy::endport */
#define SELINUX_POLICY_MINSIZEOF_ENDPORT 41
#define SELINUX_POLICY_MIN_ENDPORT_LEN_DEVICE 1
#define SELINUX_POLICY_MAX_ENDPORT_LEN_DEVICE 63
#define SELINUX_POLICY_MIN_ENDPORT_PORT 1
#define SELINUX_POLICY_MAX_ENDPORT_PORT 255
#define SELINUX_POLICY_MAXLEN_ENDPORT_DEVICE 63 /* bytes */

/* selinux_policy::genfs */
#define SELINUX_POLICY_MINSIZEOF_GENFS 9
#define SELINUX_POLICY_MIN_GENFS_LEN_FILE_SYSTEM 1
#define SELINUX_POLICY_MAXCOUNT_GENFS_PATHS 6547206 /* by the limits of a file */

/* selinux_policy::genfs_path */
#define SELINUX_POLICY_MINSIZEOF_GENFS_PATH 41
#define SELINUX_POLICY_MIN_GENFS_PATH_LEN_PATH 1
#define SELINUX_POLICY_MAX_GENFS_PATH_SCLASS 65535

/* selinux_policy::range_transition */
#define SELINUX_POLICY_MINSIZEOF_RANGE_TRANSITION 32
#define SELINUX_POLICY_MIN_RANGE_TRANSITION_SOURCE 1
#define SELINUX_POLICY_MAX_RANGE_TRANSITION_SOURCE 65535
#define SELINUX_POLICY_MIN_RANGE_TRANSITION_TARGET 1
#define SELINUX_POLICY_MAX_RANGE_TRANSITION_TARGET 65535
#define SELINUX_POLICY_MIN_RANGE_TRANSITION_TCLASS 1
#define SELINUX_POLICY_MAX_RANGE_TRANSITION_TCLASS 65535

/* ---- Layout ---- */

static inline uint16_t selinux_policy_load_u2le(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint16_t)((uint32_t)at[0] |
        (uint32_t)at[1] << 8);
}

static inline uint32_t selinux_policy_load_u4be(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint32_t)((uint32_t)at[3] |
        (uint32_t)at[2] << 8 |
        (uint32_t)at[1] << 16 |
        (uint32_t)at[0] << 24);
}

static inline uint32_t selinux_policy_load_u4le(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint32_t)((uint32_t)at[0] |
        (uint32_t)at[1] << 8 |
        (uint32_t)at[2] << 16 |
        (uint32_t)at[3] << 24);
}

static inline uint64_t selinux_policy_load_u8be(const void *bytes)
{
    const uint8_t *at = (const uint8_t *)bytes;
    return (uint64_t)((uint64_t)at[7] |
        (uint64_t)at[6] << 8 |
        (uint64_t)at[5] << 16 |
        (uint64_t)at[4] << 24 |
        (uint64_t)at[3] << 32 |
        (uint64_t)at[2] << 40 |
        (uint64_t)at[1] << 48 |
        (uint64_t)at[0] << 56);
}

static inline uint64_t selinux_policy_load_u8le(const void *bytes)
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

typedef struct selinux_policy_u2le { uint8_t bytes[2]; } selinux_policy_u2le;
typedef struct selinux_policy_u4be { uint8_t bytes[4]; } selinux_policy_u4be;
typedef struct selinux_policy_u4le { uint8_t bytes[4]; } selinux_policy_u4le;
typedef struct selinux_policy_u8be { uint8_t bytes[8]; } selinux_policy_u8be;
typedef struct selinux_policy_u8le { uint8_t bytes[8]; } selinux_policy_u8le;

/* selinux_policy::header: 32 bytes */
struct selinux_policy_header {
    uint8_t magic[4]; /* bytes, = 8c ff 7c f9 */
    selinux_policy_u4le len_target; /* = 8 */
    uint8_t target[8]; /* bytes, = 53 45 20 4c 69 6e 75 78 ('SE Linux') */
    selinux_policy_u4le version; /* 24 to 33 */
    selinux_policy_u4le config; /* one of 0, 1, 2, 3, 4, 5 */
    selinux_policy_u4le num_symbols; /* = 8 */
    selinux_policy_u4le num_contexts; /* = version >= 31 ? 9 : 7 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_header) == 32, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_header, magic) == 0, "magic");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_header, len_target) == 4, "len_target");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_header, target) == 8, "target");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_header, version) == 16, "version");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_header, config) == 20, "config");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_header, num_symbols) == 24, "num_symbols");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_header, num_contexts) == 28, "num_contexts");

#define SELINUX_POLICY_OFFSETOF_HEADER_MAGIC 0
#define SELINUX_POLICY_OFFSETOF_HEADER_LEN_TARGET 4
#define SELINUX_POLICY_OFFSETOF_HEADER_TARGET 8
#define SELINUX_POLICY_OFFSETOF_HEADER_VERSION 16
#define SELINUX_POLICY_OFFSETOF_HEADER_CONFIG 20
#define SELINUX_POLICY_OFFSETOF_HEADER_NUM_SYMBOLS 24
#define SELINUX_POLICY_OFFSETOF_HEADER_NUM_CONTEXTS 28

/* selinux_policy: 32 bytes, of more that varies */
struct selinux_policy_head {
    struct selinux_policy_header header;
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_head) == 32, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_head, header) == 0, "header");

#define SELINUX_POLICY_OFFSETOF_HEADER 0

/*
 * selinux_policy::bitmap: 12 bytes, of more that varies
 *
 * A set of numbers; what they count is said by the parameter: 0 capabilities, 1 users, 2
 * roles, 3 types, 4 categories, 5 types without subtracting 1, 6 nothing (must be empty); 7
 * roles and 8 types that the kernel looks up, so that each one has to be there.
 */
struct selinux_policy_bitmap_head {
    selinux_policy_u4le unit; /* = 64 */
    selinux_policy_u4le high_bit; /* _ % 64 == 0 */
    selinux_policy_u4le num_nodes; /* at most high_bit / 64 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_bitmap_head) == 12, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_bitmap_head, unit) == 0, "unit");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_bitmap_head, high_bit) == 4, "high_bit");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_bitmap_head, num_nodes) == 8, "num_nodes");

#define SELINUX_POLICY_OFFSETOF_BITMAP_UNIT 0
#define SELINUX_POLICY_OFFSETOF_BITMAP_HIGH_BIT 4
#define SELINUX_POLICY_OFFSETOF_BITMAP_NUM_NODES 8

/* selinux_policy::bitmap_node: 12 bytes */
struct selinux_policy_bitmap_node {
    selinux_policy_u4le start_bit; /* _ % 64 == 0 */
    selinux_policy_u8le map; /* at least 1 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_bitmap_node) == 12, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_bitmap_node, start_bit) == 0, "start_bit");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_bitmap_node, map) == 4, "map");

#define SELINUX_POLICY_OFFSETOF_BITMAP_NODE_START_BIT 0
#define SELINUX_POLICY_OFFSETOF_BITMAP_NODE_MAP 4

/* selinux_policy::permission: 8 bytes, of more that varies */
struct selinux_policy_permission_head {
    selinux_policy_u4le len_name; /* at least 1 */
    selinux_policy_u4le value; /* 1 to 32 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_permission_head) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_permission_head, len_name) == 0, "len_name");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_permission_head, value) == 4, "value");

#define SELINUX_POLICY_OFFSETOF_PERMISSION_LEN_NAME 0
#define SELINUX_POLICY_OFFSETOF_PERMISSION_VALUE 4

/* selinux_policy::common_table: 8 bytes, of more that varies */
struct selinux_policy_common_table_head {
    selinux_policy_u4le nprim;
    selinux_policy_u4le nel;
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_common_table_head) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_common_table_head, nprim) == 0, "nprim");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_common_table_head, nel) == 4, "nel");

#define SELINUX_POLICY_OFFSETOF_COMMON_TABLE_NPRIM 0
#define SELINUX_POLICY_OFFSETOF_COMMON_TABLE_NEL 4

/* selinux_policy::common: 16 bytes, of more that varies */
struct selinux_policy_common_head {
    selinux_policy_u4le len_name; /* at least 1 */
    selinux_policy_u4le value; /* 1 to table_size */
    selinux_policy_u4le nprim; /* 1 to 32 */
    selinux_policy_u4le nel; /* at most 32 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_common_head) == 16, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_common_head, len_name) == 0, "len_name");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_common_head, value) == 4, "value");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_common_head, nprim) == 8, "nprim");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_common_head, nel) == 12, "nel");

#define SELINUX_POLICY_OFFSETOF_COMMON_LEN_NAME 0
#define SELINUX_POLICY_OFFSETOF_COMMON_VALUE 4
#define SELINUX_POLICY_OFFSETOF_COMMON_NPRIM 8
#define SELINUX_POLICY_OFFSETOF_COMMON_NEL 12

/* selinux_policy::class_table: 8 bytes, of more that varies */
struct selinux_policy_class_table_head {
    selinux_policy_u4le nprim; /* 1 to 65535 */
    selinux_policy_u4le nel;
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_class_table_head) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_class_table_head, nprim) == 0, "nprim");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_class_table_head, nel) == 4, "nel");

#define SELINUX_POLICY_OFFSETOF_CLASS_TABLE_NPRIM 0
#define SELINUX_POLICY_OFFSETOF_CLASS_TABLE_NEL 4

/* selinux_policy::security_class: 24 bytes, of more that varies */
struct selinux_policy_security_class_head {
    selinux_policy_u4le len_name; /* at least 1 */
    selinux_policy_u4le len_common_name;
    selinux_policy_u4le value; /* 1 to table_size */
    selinux_policy_u4le nprim; /* at most 32 */
    selinux_policy_u4le nel; /* at most 32 */
    selinux_policy_u4le num_constraints;
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_security_class_head) == 24, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_security_class_head, len_name) == 0, "len_name");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_security_class_head, len_common_name) == 4, "len_common_name");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_security_class_head, value) == 8, "value");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_security_class_head, nprim) == 12, "nprim");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_security_class_head, nel) == 16, "nel");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_security_class_head, num_constraints) == 20, "num_constraints");

#define SELINUX_POLICY_OFFSETOF_SECURITY_CLASS_LEN_NAME 0
#define SELINUX_POLICY_OFFSETOF_SECURITY_CLASS_LEN_COMMON_NAME 4
#define SELINUX_POLICY_OFFSETOF_SECURITY_CLASS_VALUE 8
#define SELINUX_POLICY_OFFSETOF_SECURITY_CLASS_NPRIM 12
#define SELINUX_POLICY_OFFSETOF_SECURITY_CLASS_NEL 16
#define SELINUX_POLICY_OFFSETOF_SECURITY_CLASS_NUM_CONSTRAINTS 20

/* selinux_policy::constraint: 8 bytes, of more that varies */
struct selinux_policy_constraint_head {
    selinux_policy_u4le permissions;
    selinux_policy_u4le num_steps; /* at least 1 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_constraint_head) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_constraint_head, permissions) == 0, "permissions");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_constraint_head, num_steps) == 4, "num_steps");

#define SELINUX_POLICY_OFFSETOF_CONSTRAINT_PERMISSIONS 0
#define SELINUX_POLICY_OFFSETOF_CONSTRAINT_NUM_STEPS 4

/* selinux_policy::constraint_step: 12 bytes, of more that varies */
struct selinux_policy_constraint_step_head {
    selinux_policy_u4le kind; /* u4le as step_kind, a member of the enum */
    selinux_policy_u4le attribute; /* kind == step_kind::names ? _ == 1 or _ == 2 or _ == 4 or _ == 9 or _ == 10 or _ */
    selinux_policy_u4le operator_; /* kind == step_kind::names ? _ == 1 or _ == 2 : kind == step_kind::attribute ? _ > */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_constraint_step_head) == 12, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_constraint_step_head, kind) == 0, "kind");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_constraint_step_head, attribute) == 4, "attribute");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_constraint_step_head, operator_) == 8, "operator_");

#define SELINUX_POLICY_OFFSETOF_CONSTRAINT_STEP_KIND 0
#define SELINUX_POLICY_OFFSETOF_CONSTRAINT_STEP_ATTRIBUTE 4
#define SELINUX_POLICY_OFFSETOF_CONSTRAINT_STEP_OPERATOR 8

/* selinux_policy::role_table: 8 bytes, of more that varies */
struct selinux_policy_role_table_head {
    selinux_policy_u4le nprim; /* 1 to 65535 */
    selinux_policy_u4le nel; /* 1 to nprim */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_role_table_head) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_role_table_head, nprim) == 0, "nprim");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_role_table_head, nel) == 4, "nel");

#define SELINUX_POLICY_OFFSETOF_ROLE_TABLE_NPRIM 0
#define SELINUX_POLICY_OFFSETOF_ROLE_TABLE_NEL 4

/* selinux_policy::role: 12 bytes, of more that varies */
struct selinux_policy_role_head {
    selinux_policy_u4le len_name; /* at least 1 */
    selinux_policy_u4le value; /* 1 to table_size */
    selinux_policy_u4le bounds; /* refers to _root.roles.items by _.value */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_role_head) == 12, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_role_head, len_name) == 0, "len_name");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_role_head, value) == 4, "value");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_role_head, bounds) == 8, "bounds");

#define SELINUX_POLICY_OFFSETOF_ROLE_LEN_NAME 0
#define SELINUX_POLICY_OFFSETOF_ROLE_VALUE 4
#define SELINUX_POLICY_OFFSETOF_ROLE_BOUNDS 8

/* selinux_policy::type_table: 8 bytes, of more that varies */
struct selinux_policy_type_table_head {
    selinux_policy_u4le nprim; /* 1 to 65535 */
    selinux_policy_u4le nel;
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_type_table_head) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_type_table_head, nprim) == 0, "nprim");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_type_table_head, nel) == 4, "nel");

#define SELINUX_POLICY_OFFSETOF_TYPE_TABLE_NPRIM 0
#define SELINUX_POLICY_OFFSETOF_TYPE_TABLE_NEL 4

/* selinux_policy::type_symbol: 16 bytes, of more that varies */
struct selinux_policy_type_symbol_head {
    selinux_policy_u4le len_name; /* at least 1 */
    selinux_policy_u4le value; /* 1 to table_size */
    selinux_policy_u4le properties; /* at most 3 */
    selinux_policy_u4le bounds; /* at most table_size, refers to _root.types.items by _.properties & 1 == 1 ? _.val */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_type_symbol_head) == 16, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_type_symbol_head, len_name) == 0, "len_name");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_type_symbol_head, value) == 4, "value");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_type_symbol_head, properties) == 8, "properties");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_type_symbol_head, bounds) == 12, "bounds");

#define SELINUX_POLICY_OFFSETOF_TYPE_SYMBOL_LEN_NAME 0
#define SELINUX_POLICY_OFFSETOF_TYPE_SYMBOL_VALUE 4
#define SELINUX_POLICY_OFFSETOF_TYPE_SYMBOL_PROPERTIES 8
#define SELINUX_POLICY_OFFSETOF_TYPE_SYMBOL_BOUNDS 12

/* selinux_policy::user_table: 8 bytes, of more that varies */
struct selinux_policy_user_table_head {
    selinux_policy_u4le nprim; /* 1 to 65535 */
    selinux_policy_u4le nel;
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_user_table_head) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_user_table_head, nprim) == 0, "nprim");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_user_table_head, nel) == 4, "nel");

#define SELINUX_POLICY_OFFSETOF_USER_TABLE_NPRIM 0
#define SELINUX_POLICY_OFFSETOF_USER_TABLE_NEL 4

/* selinux_policy::user: 12 bytes, of more that varies */
struct selinux_policy_user_head {
    selinux_policy_u4le len_name; /* at least 1 */
    selinux_policy_u4le value; /* 1 to table_size */
    selinux_policy_u4le bounds; /* at most table_size */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_user_head) == 12, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_user_head, len_name) == 0, "len_name");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_user_head, value) == 4, "value");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_user_head, bounds) == 8, "bounds");

#define SELINUX_POLICY_OFFSETOF_USER_LEN_NAME 0
#define SELINUX_POLICY_OFFSETOF_USER_VALUE 4
#define SELINUX_POLICY_OFFSETOF_USER_BOUNDS 8

/* selinux_policy::boolean_table: 8 bytes, of more that varies */
struct selinux_policy_boolean_table_head {
    selinux_policy_u4le nprim; /* at most 65535 */
    selinux_policy_u4le nel;
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_boolean_table_head) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_boolean_table_head, nprim) == 0, "nprim");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_boolean_table_head, nel) == 4, "nel");

#define SELINUX_POLICY_OFFSETOF_BOOLEAN_TABLE_NPRIM 0
#define SELINUX_POLICY_OFFSETOF_BOOLEAN_TABLE_NEL 4

/* selinux_policy::boolean: 12 bytes, of more that varies */
struct selinux_policy_boolean_head {
    selinux_policy_u4le value; /* 1 to table_size */
    selinux_policy_u4le state; /* at most 1 */
    selinux_policy_u4le len_name; /* at least 1 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_boolean_head) == 12, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_boolean_head, value) == 0, "value");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_boolean_head, state) == 4, "state");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_boolean_head, len_name) == 8, "len_name");

#define SELINUX_POLICY_OFFSETOF_BOOLEAN_VALUE 0
#define SELINUX_POLICY_OFFSETOF_BOOLEAN_STATE 4
#define SELINUX_POLICY_OFFSETOF_BOOLEAN_LEN_NAME 8

/* selinux_policy::level_table: 8 bytes, of more that varies */
struct selinux_policy_level_table_head {
    selinux_policy_u4le nprim; /* at most 65535 */
    selinux_policy_u4le nel;
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_level_table_head) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_level_table_head, nprim) == 0, "nprim");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_level_table_head, nel) == 4, "nel");

#define SELINUX_POLICY_OFFSETOF_LEVEL_TABLE_NPRIM 0
#define SELINUX_POLICY_OFFSETOF_LEVEL_TABLE_NEL 4

/* selinux_policy::level_symbol: 8 bytes, of more that varies */
struct selinux_policy_level_symbol_head {
    selinux_policy_u4le len_name; /* at least 1 */
    selinux_policy_u4le is_alias; /* at most 1 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_level_symbol_head) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_level_symbol_head, len_name) == 0, "len_name");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_level_symbol_head, is_alias) == 4, "is_alias");

#define SELINUX_POLICY_OFFSETOF_LEVEL_SYMBOL_LEN_NAME 0
#define SELINUX_POLICY_OFFSETOF_LEVEL_SYMBOL_IS_ALIAS 4

/* selinux_policy::category_table: 8 bytes, of more that varies */
struct selinux_policy_category_table_head {
    selinux_policy_u4le nprim; /* at most 65535 */
    selinux_policy_u4le nel;
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_category_table_head) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_category_table_head, nprim) == 0, "nprim");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_category_table_head, nel) == 4, "nel");

#define SELINUX_POLICY_OFFSETOF_CATEGORY_TABLE_NPRIM 0
#define SELINUX_POLICY_OFFSETOF_CATEGORY_TABLE_NEL 4

/* selinux_policy::category: 12 bytes, of more that varies */
struct selinux_policy_category_head {
    selinux_policy_u4le len_name; /* at least 1 */
    selinux_policy_u4le value; /* 1 to table_size */
    selinux_policy_u4le is_alias; /* at most 1 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_category_head) == 12, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_category_head, len_name) == 0, "len_name");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_category_head, value) == 4, "value");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_category_head, is_alias) == 8, "is_alias");

#define SELINUX_POLICY_OFFSETOF_CATEGORY_LEN_NAME 0
#define SELINUX_POLICY_OFFSETOF_CATEGORY_VALUE 4
#define SELINUX_POLICY_OFFSETOF_CATEGORY_IS_ALIAS 8

/* selinux_policy::mls_level: 4 bytes, of more that varies */
struct selinux_policy_mls_level_head {
    selinux_policy_u4le sensitivity; /* refers to _root.levels.items by _.is_alias == 0 ? _.level.sensitivity : 0 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_mls_level_head) == 4, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_mls_level_head, sensitivity) == 0, "sensitivity");

#define SELINUX_POLICY_OFFSETOF_MLS_LEVEL_SENSITIVITY 0

/* selinux_policy::mls_range: 8 bytes, of more that varies */
struct selinux_policy_mls_range_head {
    selinux_policy_u4le num_levels; /* 1 to 2 */
    selinux_policy_u4le low; /* refers to _root.levels.items by _.is_alias == 0 ? _.level.sensitivity : 0 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_mls_range_head) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_mls_range_head, num_levels) == 0, "num_levels");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_mls_range_head, low) == 4, "low");

#define SELINUX_POLICY_OFFSETOF_MLS_RANGE_NUM_LEVELS 0
#define SELINUX_POLICY_OFFSETOF_MLS_RANGE_LOW 4

/* selinux_policy::context: 12 bytes, of more that varies */
struct selinux_policy_context_head {
    selinux_policy_u4le user; /* 1 to _root.users.nprim */
    selinux_policy_u4le role; /* 1 to _root.roles.nprim, refers to _root.roles.items by _.value */
    selinux_policy_u4le type; /* 1 to _root.types.nprim, refers to _root.types.items by _.properties & 1 == 1 ? _ */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_context_head) == 12, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_context_head, user) == 0, "user");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_context_head, role) == 4, "role");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_context_head, type) == 8, "type");

#define SELINUX_POLICY_OFFSETOF_CONTEXT_USER 0
#define SELINUX_POLICY_OFFSETOF_CONTEXT_ROLE 4
#define SELINUX_POLICY_OFFSETOF_CONTEXT_TYPE 8

/* selinux_policy::rule: 8 bytes, of more that varies */
struct selinux_policy_rule_head {
    selinux_policy_u2le source; /* 1 to _root.types.nprim */
    selinux_policy_u2le target; /* 1 to _root.types.nprim */
    selinux_policy_u2le tclass; /* 1 to _root.classes.nprim, refers to _root.classes.items by _.value */
    selinux_policy_u2le specified; /* _ == 1 or _ == 2 or _ == 4 or _ == 16 or _ == 32 or _ == 64 or _ == 256 or _ == */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_rule_head) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_rule_head, source) == 0, "source");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_rule_head, target) == 2, "target");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_rule_head, tclass) == 4, "tclass");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_rule_head, specified) == 6, "specified");

#define SELINUX_POLICY_OFFSETOF_RULE_SOURCE 0
#define SELINUX_POLICY_OFFSETOF_RULE_TARGET 2
#define SELINUX_POLICY_OFFSETOF_RULE_TCLASS 4
#define SELINUX_POLICY_OFFSETOF_RULE_SPECIFIED 6

/* selinux_policy::operations: 34 bytes */
struct selinux_policy_operations {
    uint8_t kind; /* 1 to 2 */
    uint8_t driver;
    selinux_policy_u4le map[8];
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_operations) == 34, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_operations, kind) == 0, "kind");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_operations, driver) == 1, "driver");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_operations, map) == 2, "map");

#define SELINUX_POLICY_OFFSETOF_OPERATIONS_KIND 0
#define SELINUX_POLICY_OFFSETOF_OPERATIONS_DRIVER 1
#define SELINUX_POLICY_OFFSETOF_OPERATIONS_MAP 2

/* selinux_policy::conditional: 8 bytes, of more that varies */
struct selinux_policy_conditional_head {
    selinux_policy_u4le state; /* at most 1 */
    selinux_policy_u4le num_steps; /* at least 1 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_conditional_head) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_conditional_head, state) == 0, "state");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_conditional_head, num_steps) == 4, "num_steps");

#define SELINUX_POLICY_OFFSETOF_CONDITIONAL_STATE 0
#define SELINUX_POLICY_OFFSETOF_CONDITIONAL_NUM_STEPS 4

/* selinux_policy::conditional_step: 8 bytes */
struct selinux_policy_conditional_step {
    selinux_policy_u4le kind; /* 1 to 7 */
    selinux_policy_u4le boolean; /* kind == 1 ? 1 : 0 to kind == 1 ? _root.booleans.nprim : 0 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_conditional_step) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_conditional_step, kind) == 0, "kind");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_conditional_step, boolean) == 4, "boolean");

#define SELINUX_POLICY_OFFSETOF_CONDITIONAL_STEP_KIND 0
#define SELINUX_POLICY_OFFSETOF_CONDITIONAL_STEP_BOOLEAN 4

/* selinux_policy::role_transition: 12 bytes, of more that varies */
struct selinux_policy_role_transition_head {
    selinux_policy_u4le role; /* 1 to _root.roles.nprim */
    selinux_policy_u4le type; /* 1 to _root.types.nprim */
    selinux_policy_u4le new_role; /* 1 to _root.roles.nprim, refers to _root.roles.items by _.value */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_role_transition_head) == 12, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_role_transition_head, role) == 0, "role");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_role_transition_head, type) == 4, "type");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_role_transition_head, new_role) == 8, "new_role");

#define SELINUX_POLICY_OFFSETOF_ROLE_TRANSITION_ROLE 0
#define SELINUX_POLICY_OFFSETOF_ROLE_TRANSITION_TYPE 4
#define SELINUX_POLICY_OFFSETOF_ROLE_TRANSITION_NEW_ROLE 8

/* selinux_policy::role_allow: 8 bytes */
struct selinux_policy_role_allow {
    selinux_policy_u4le role; /* 1 to _root.roles.nprim */
    selinux_policy_u4le new_role; /* 1 to _root.roles.nprim */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_role_allow) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_role_allow, role) == 0, "role");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_role_allow, new_role) == 4, "new_role");

#define SELINUX_POLICY_OFFSETOF_ROLE_ALLOW_ROLE 0
#define SELINUX_POLICY_OFFSETOF_ROLE_ALLOW_NEW_ROLE 4

/*
 * selinux_policy::name_transition_one: 4 bytes, of more that varies
 *
 * Up to version 32, one for each source type.
 */
struct selinux_policy_name_transition_one_head {
    selinux_policy_u4le len_name; /* at least 1 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_name_transition_one_head) == 4, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_name_transition_one_head, len_name) == 0, "len_name");

#define SELINUX_POLICY_OFFSETOF_NAME_TRANSITION_ONE_LEN_NAME 0

/*
 * selinux_policy::name_transition: 4 bytes, of more that varies
 *
 * From version 33 on, one for each name, target and class.
 */
struct selinux_policy_name_transition_head {
    selinux_policy_u4le len_name; /* at least 1 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_name_transition_head) == 4, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_name_transition_head, len_name) == 0, "len_name");

#define SELINUX_POLICY_OFFSETOF_NAME_TRANSITION_LEN_NAME 0

/* selinux_policy::initial_sid_list: 4 bytes, of more that varies */
struct selinux_policy_initial_sid_list_head {
    selinux_policy_u4le count; /* at least 1 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_initial_sid_list_head) == 4, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_initial_sid_list_head, count) == 0, "count");

#define SELINUX_POLICY_OFFSETOF_INITIAL_SID_LIST_COUNT 0

/* selinux_policy::initial_sid: 4 bytes, of more that varies */
struct selinux_policy_initial_sid_head {
    selinux_policy_u4le sid; /* 1 to 255 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_initial_sid_head) == 4, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_initial_sid_head, sid) == 0, "sid");

#define SELINUX_POLICY_OFFSETOF_INITIAL_SID_SID 0

/* selinux_policy::named_context_list: 4 bytes, of more that varies */
struct selinux_policy_named_context_list_head {
    selinux_policy_u4le count;
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_named_context_list_head) == 4, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_named_context_list_head, count) == 0, "count");

#define SELINUX_POLICY_OFFSETOF_NAMED_CONTEXT_LIST_COUNT 0

/* selinux_policy::named_context: 4 bytes, of more that varies */
struct selinux_policy_named_context_head {
    selinux_policy_u4le len_name; /* at least 1 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_named_context_head) == 4, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_named_context_head, len_name) == 0, "len_name");

#define SELINUX_POLICY_OFFSETOF_NAMED_CONTEXT_LEN_NAME 0

/* selinux_policy::port_list: 4 bytes, of more that varies */
struct selinux_policy_port_list_head {
    selinux_policy_u4le count;
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_port_list_head) == 4, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_port_list_head, count) == 0, "count");

#define SELINUX_POLICY_OFFSETOF_PORT_LIST_COUNT 0

/* selinux_policy::port: 12 bytes, of more that varies */
struct selinux_policy_port_head {
    selinux_policy_u4le protocol; /* one of 6, 17, 33, 132 */
    selinux_policy_u4le low; /* at most 65535 */
    selinux_policy_u4le high; /* low to 65535 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_port_head) == 12, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_port_head, protocol) == 0, "protocol");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_port_head, low) == 4, "low");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_port_head, high) == 8, "high");

#define SELINUX_POLICY_OFFSETOF_PORT_PROTOCOL 0
#define SELINUX_POLICY_OFFSETOF_PORT_LOW 4
#define SELINUX_POLICY_OFFSETOF_PORT_HIGH 8

/* selinux_policy::node_list: 4 bytes, of more that varies */
struct selinux_policy_node_list_head {
    selinux_policy_u4le count;
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_node_list_head) == 4, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_node_list_head, count) == 0, "count");

#define SELINUX_POLICY_OFFSETOF_NODE_LIST_COUNT 0

/* selinux_policy::node: 8 bytes, of more that varies */
struct selinux_policy_node_head {
    selinux_policy_u4be address;
    selinux_policy_u4be mask;
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_node_head) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_node_head, address) == 0, "address");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_node_head, mask) == 4, "mask");

#define SELINUX_POLICY_OFFSETOF_NODE_ADDRESS 0
#define SELINUX_POLICY_OFFSETOF_NODE_MASK 4

/* selinux_policy::node6_list: 4 bytes, of more that varies */
struct selinux_policy_node6_list_head {
    selinux_policy_u4le count;
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_node6_list_head) == 4, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_node6_list_head, count) == 0, "count");

#define SELINUX_POLICY_OFFSETOF_NODE6_LIST_COUNT 0

/* selinux_policy::node6: 32 bytes, of more that varies */
struct selinux_policy_node6_head {
    uint8_t address[16]; /* bytes */
    uint8_t mask[16]; /* bytes */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_node6_head) == 32, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_node6_head, address) == 0, "address");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_node6_head, mask) == 16, "mask");

#define SELINUX_POLICY_OFFSETOF_NODE6_ADDRESS 0
#define SELINUX_POLICY_OFFSETOF_NODE6_MASK 16

/* selinux_policy::fs_use_list: 4 bytes, of more that varies */
struct selinux_policy_fs_use_list_head {
    selinux_policy_u4le count;
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_fs_use_list_head) == 4, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_fs_use_list_head, count) == 0, "count");

#define SELINUX_POLICY_OFFSETOF_FS_USE_LIST_COUNT 0

/* selinux_policy::fs_use: 8 bytes, of more that varies */
struct selinux_policy_fs_use_head {
    selinux_policy_u4le behavior; /* 1 to 6 */
    selinux_policy_u4le len_file_system; /* at least 1 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_fs_use_head) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_fs_use_head, behavior) == 0, "behavior");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_fs_use_head, len_file_system) == 4, "len_file_system");

#define SELINUX_POLICY_OFFSETOF_FS_USE_BEHAVIOR 0
#define SELINUX_POLICY_OFFSETOF_FS_USE_LEN_FILE_SYSTEM 4

/* selinux_policy::pkey_list: 4 bytes, of more that varies */
struct selinux_policy_pkey_list_head {
    selinux_policy_u4le count;
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_pkey_list_head) == 4, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_pkey_list_head, count) == 0, "count");

#define SELINUX_POLICY_OFFSETOF_PKEY_LIST_COUNT 0

/* selinux_policy::pkey: 16 bytes, of more that varies */
struct selinux_policy_pkey_head {
    selinux_policy_u8be subnet_prefix;
    selinux_policy_u4le low; /* at most 65535 */
    selinux_policy_u4le high; /* low to 65535 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_pkey_head) == 16, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_pkey_head, subnet_prefix) == 0, "subnet_prefix");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_pkey_head, low) == 8, "low");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_pkey_head, high) == 12, "high");

#define SELINUX_POLICY_OFFSETOF_PKEY_SUBNET_PREFIX 0
#define SELINUX_POLICY_OFFSETOF_PKEY_LOW 8
#define SELINUX_POLICY_OFFSETOF_PKEY_HIGH 12

/* selinux_policy::endport_list: 4 bytes, of more that varies */
struct selinux_policy_endport_list_head {
    selinux_policy_u4le count;
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_endport_list_head) == 4, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_endport_list_head, count) == 0, "count");

#define SELINUX_POLICY_OFFSETOF_ENDPORT_LIST_COUNT 0

/* selinux_policy::endport: 8 bytes, of more that varies */
struct selinux_policy_endport_head {
    selinux_policy_u4le len_device; /* 1 to 63 */
    selinux_policy_u4le port; /* 1 to 255 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_endport_head) == 8, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_endport_head, len_device) == 0, "len_device");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_endport_head, port) == 4, "port");

#define SELINUX_POLICY_OFFSETOF_ENDPORT_LEN_DEVICE 0
#define SELINUX_POLICY_OFFSETOF_ENDPORT_PORT 4

/* selinux_policy::genfs: 4 bytes, of more that varies */
struct selinux_policy_genfs_head {
    selinux_policy_u4le len_file_system; /* at least 1 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_genfs_head) == 4, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_genfs_head, len_file_system) == 0, "len_file_system");

#define SELINUX_POLICY_OFFSETOF_GENFS_LEN_FILE_SYSTEM 0

/* selinux_policy::genfs_path: 4 bytes, of more that varies */
struct selinux_policy_genfs_path_head {
    selinux_policy_u4le len_path; /* at least 1 */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_genfs_path_head) == 4, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_genfs_path_head, len_path) == 0, "len_path");

#define SELINUX_POLICY_OFFSETOF_GENFS_PATH_LEN_PATH 0

/* selinux_policy::range_transition: 12 bytes, of more that varies */
struct selinux_policy_range_transition_head {
    selinux_policy_u4le source; /* 1 to _root.types.nprim */
    selinux_policy_u4le target; /* 1 to _root.types.nprim */
    selinux_policy_u4le tclass; /* 1 to _root.classes.nprim */
};
SELINUX_POLICY_STATIC_ASSERT(sizeof(struct selinux_policy_range_transition_head) == 12, "size");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_range_transition_head, source) == 0, "source");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_range_transition_head, target) == 4, "target");
SELINUX_POLICY_STATIC_ASSERT(offsetof(struct selinux_policy_range_transition_head, tclass) == 8, "tclass");

#define SELINUX_POLICY_OFFSETOF_RANGE_TRANSITION_SOURCE 0
#define SELINUX_POLICY_OFFSETOF_RANGE_TRANSITION_TARGET 4
#define SELINUX_POLICY_OFFSETOF_RANGE_TRANSITION_TCLASS 8

#endif /* CONTENTGATE_SELINUX_POLICY_H */
