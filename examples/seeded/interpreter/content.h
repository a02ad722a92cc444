/* Content as it is in memory, and the two things that can be done with it: load and run. */
#ifndef SEEDED_CONTENT_H
#define SEEDED_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { INPUTS = 20, MAX_PARAMS = 64, MAX_DEPTH = 16 };
enum value_type { TYPE_U1, TYPE_U2, TYPE_U4, TYPE_U8, TYPE_IP6, TYPE_TEXT };
enum node_kind { NODE_ALL_OF, NODE_ANY_OF, NODE_NEGATION, NODE_MATCH };
enum { ACTION_QUARANTINE = 3, SEVERITY_CRITICAL = 4, PARAMS_END = 0xff };
enum operator_code {
    OP_WILDCARD, OP_EQUALS, OP_NOT_EQUALS, OP_PREFIX, OP_SUFFIX, OP_REGEX, OP_RANGE, OP_IN_LIST
};

struct header {
    uint16_t version;
    uint32_t content_version, names_size;
    uint32_t template_count, instance_count, rule_count;
    uint32_t payload_size, payload_crc32;
};

struct template_type {
    uint16_t id;
    uint8_t param_count;
    const char *name;
    uint8_t *types; /* one for each parameter, then PARAMS_END */
};

struct criterion {
    uint8_t op, type;
    uint16_t size;
    const uint8_t *value;
};

struct instance {
    const struct template_type *type;
    uint32_t id;
    uint8_t action;
    uint32_t criteria_count;
    struct criterion *criteria;
};

struct node {
    uint8_t kind, child_count;
    const struct instance *instance;
};

struct rule {
    uint32_t id, node_count;
    uint8_t severity;
    const char *name;
    uint8_t *shape;     /* the last kind seen at each depth: MAX_DEPTH of them, for the log */
    struct node *nodes; /* a node stands before its children */
};

struct block; /* one allocation */

struct content {
    struct block *blocks;
    struct header header;
    const char *names; /* ends with a zero byte */
    uint8_t *marks;    /* one for each template, then one for each instance */
    struct template_type *templates;
    struct instance *instances;
    struct rule *rules;
    uint32_t attachment_count;
    uint32_t *probe; /* counts the runs of the vendor's self test */
};

struct verdict {
    const char *refusal; /* NULL when the content was loaded */
    uint32_t instances, matches, alarms;
};

/* Memory of the content, set to zero; freed all at once. */
void *keep(struct content *content, size_t size);
void release(struct content *content, void *memory);
void free_content(struct content *content);

/* Read a file; NULL, or why it is refused. */
const char *load_content(struct content *content, const uint8_t *data, size_t size);

/* Read a file and evaluate its rules on an example event. */
struct verdict run_content(const uint8_t *data, size_t size);

#endif
