/* The seeded faults. A build has at most one of them: -DFAULT_STRING_OFFSET=1. */
#ifndef SEEDED_FAULTS_H
#define SEEDED_FAULTS_H

#ifndef FAULT_HEADER_COUNT /* the sum of two counts wraps, before the crc is looked at */
#define FAULT_HEADER_COUNT 0
#endif
#ifndef FAULT_STRING_OFFSET /* the offset of a rule's name is not compared with the table */
#define FAULT_STRING_OFFSET 0
#endif
#ifndef FAULT_COUNT_TIMES_SIZE /* count times size of the rules is computed in 32 bits */
#define FAULT_COUNT_TIMES_SIZE 0
#endif
#ifndef FAULT_REGEX_CLASS /* a class such as [a-z is looked for past the end of the text */
#define FAULT_REGEX_CLASS 0
#endif
#ifndef FAULT_DUPLICATE_ID /* an instance replaces that of the same id, which is used later */
#define FAULT_DUPLICATE_ID 0
#endif
#ifndef FAULT_CHILD_LENGTH /* a blob may be longer than the body that it stands in */
#define FAULT_CHILD_LENGTH 0
#endif
#ifndef FAULT_SUM_OF_LENGTHS /* the sum of lengths is compared with the total in 8 bits */
#define FAULT_SUM_OF_LENGTHS 0
#endif
#ifndef FAULT_INPUT_COUNT /* July 2024: a criterion reads an input that nobody supplies */
#define FAULT_INPUT_COUNT 0
#endif
#ifndef FAULT_OFF_BY_ONE /* the end mark behind the parameters has no room after 64 */
#define FAULT_OFF_BY_ONE 0
#endif
#ifndef FAULT_RECURSION /* nodes deeper than 16 are noted in an array of 16 */
#define FAULT_RECURSION 0
#endif
#ifndef FAULT_OPERATOR_PAIR /* not_equals on an address reads two of them, as range does */
#define FAULT_OPERATOR_PAIR 0
#endif
#ifndef FAULT_SAME_VALUE /* an instance whose id is the content version has no probe */
#define FAULT_SAME_VALUE 0
#endif
#ifndef FAULT_TWO_AGREE /* two instances that agree are merged where one has room */
#define FAULT_TWO_AGREE 0
#endif
#ifndef FAULT_NODE_COUNT /* the nodes of a rule are counted in 8 bits */
#define FAULT_NODE_COUNT 0
#endif

#endif
