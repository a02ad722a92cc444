/*
 * Reads a channel file (docs/formats/channel_file.md) or one of the second edition
 * (../seeded.ksy) into memory. It relies on nothing that it has not checked, but for the
 * one fault of its build (faults.h).
 */
#include "faults.h"
#include "reader.h"

#include <string.h>

enum { HEADER_SIZE = 40, MIN_RULE = 12, MAX_ROOM = 1 << 20 };

static uint32_t crc32(const uint8_t *data, size_t size)
{
    static uint32_t table[256];
    if (table[1] == 0) {
        for (uint32_t byte = 0; byte < 256; byte++) {
            uint32_t value = byte;
            for (int bit = 0; bit < 8; bit++) {
                value = (value >> 1) ^ (value & 1 ? 0xedb88320u : 0);
            }
            table[byte] = value;
        }
    }
    uint32_t crc = 0xffffffffu;
    while (size-- > 0) {
        crc = (crc >> 8) ^ table[(crc ^ *data++) & 0xff];
    }
    return ~crc;
}

/* Make room for a mark on every object; the counts are only bounded by the file's size here. */
static void reserve_marks(struct reader *in, struct content *content)
{
    const struct header *header = &content->header;
    uint64_t objects = (uint64_t)header->template_count + header->instance_count;
    if (FAULT_HEADER_COUNT) {
        objects = (uint32_t)objects;
    }
    if (objects > remaining(in)) {
        refuse(in, "more objects than bytes");
        return;
    }
    content->marks = keep(content, objects + 1);
    content->marks[header->template_count] = 1; /* where the instances begin */
}

static void load_header(struct reader *in, struct content *content)
{
    struct header *header = &content->header;
    if (memcmp(take(in, 8), "CGCHAN\x1a", 8) != 0) {
        refuse(in, "not a channel file");
    }
    header->version = take_u2(in);
    (void)take_u2(in);
    header->content_version = take_u4(in);
    header->names_size = take_u4(in);
    header->template_count = take_u4(in);
    header->instance_count = take_u4(in);
    header->rule_count = take_u4(in);
    header->payload_size = take_u4(in);
    header->payload_crc32 = take_u4(in);
    if (header->version < 1 || header->version > 3) {
        refuse(in, "another format version");
    }
    if (header->version < 2 && header->rule_count > 0) {
        refuse(in, "rules in a file of version 1");
    }
    if (in->refusal == NULL) {
        reserve_marks(in, content);
    }
    if (in->refusal == NULL && header->payload_size != remaining(in)) {
        refuse(in, "another size than the header says");
    }
    if (in->refusal == NULL && header->payload_crc32 != crc32(in->at, remaining(in))) {
        refuse(in, "wrong checksum");
    }
}

static void load_names(struct reader *in, struct content *content)
{
    uint32_t size = content->header.names_size;
    const uint8_t *at = take(in, size);
    if (in->refusal == NULL && (size == 0 || at[size - 1] != 0)) {
        refuse(in, "the string table does not end with a zero byte");
    }
    if (in->refusal == NULL) {
        content->names = memcpy(keep(content, size), at, size);
    }
}

static const char *name_at(struct reader *in, const struct content *content, uint32_t offset)
{
    if (in->refusal != NULL || offset >= content->header.names_size) {
        refuse(in, "a name lies outside the string table");
        return "";
    }
    return content->names + offset;
}

static void load_template(struct reader *in, struct content *content, uint32_t number)
{
    struct template_type *type = &content->templates[number];
    type->id = take_u2(in);
    type->param_count = take_u1(in);
    (void)take_u1(in);
    type->name = name_at(in, content, take_u4(in));
    if (type->param_count < 1 || type->param_count > MAX_PARAMS) {
        refuse(in, "a template has too many parameters, or none");
    }
    if (number > 0 && type->id <= content->templates[number - 1].id) {
        refuse(in, "templates are not in order");
    }
    if (in->refusal != NULL) {
        return;
    }
    type->types = keep(content, FAULT_OFF_BY_ONE ? MAX_PARAMS : MAX_PARAMS + 1);
    for (unsigned i = 0; i < type->param_count; i++) {
        type->types[i] = take_u1(in);
        (void)take_u1(in);
        (void)name_at(in, content, take_u4(in));
        if (type->types[i] > TYPE_TEXT) {
            refuse(in, "a parameter has an unknown type");
        }
    }
    if (in->refusal == NULL) {
        type->types[type->param_count] = PARAMS_END;
    }
}

static bool value_fits(const struct criterion *criterion)
{
    unsigned size = criterion->size, width = 1u << criterion->type;
    if (criterion->op == OP_WILDCARD || size == 0) {
        return criterion->op == OP_WILDCARD && size == 0;
    }
    if (criterion->type == TYPE_TEXT) {
        return criterion->op != OP_RANGE;
    }
    switch (criterion->op) {
    case OP_EQUALS:
    case OP_NOT_EQUALS:
        return size == width;
    case OP_RANGE:
        return size == 2 * width;
    case OP_IN_LIST:
        return size % width == 0;
    default:
        return false;
    }
}

/* Whether every class of a regular expression, such as [a-z], has its closing bracket. */
static bool regex_is_closed(const uint8_t *pattern, size_t size)
{
    const uint8_t *end = pattern + size;
    for (const uint8_t *at = pattern; at < end; at++) {
        bool is_open = *at == '[';
        while (is_open && (FAULT_REGEX_CLASS || at < end) && *at != ']') {
            at++;
        }
        if (is_open && at == end) {
            return false;
        }
    }
    return true;
}

static void load_criterion(struct reader *in, struct content *content, struct criterion *out)
{
    out->op = take_u1(in);
    uint8_t type = take_u1(in);
    if (in->refusal == NULL && (out->op > OP_IN_LIST || type != out->type)) {
        refuse(in, "a criterion of unknown operator, or of another type than its parameter");
    }
    out->size = take_u2(in);
    const uint8_t *value = take(in, out->size);
    if (in->refusal == NULL && !value_fits(out)) {
        refuse(in, "a value does not fit its operator");
    }
    if (in->refusal != NULL || out->size == 0) {
        return;
    }
    out->value = memcpy(keep(content, out->size), value, out->size);
    if (out->op == OP_REGEX && !regex_is_closed(out->value, out->size)) {
        refuse(in, "a class in a regular expression has no end");
    }
}

static struct instance *find_instance(const struct content *content, uint32_t count, uint32_t id)
{
    for (uint32_t i = 0; i < count; i++) {
        if (content->instances[i].id == id) {
            return &content->instances[i];
        }
    }
    return NULL;
}

static void load_instance(struct reader *in, struct content *content, uint32_t number)
{
    struct instance *out = &content->instances[number];
    uint16_t template_id = take_u2(in);
    for (uint32_t i = 0; i < content->header.template_count; i++) {
        if (content->templates[i].id == template_id) {
            out->type = &content->templates[i];
        }
    }
    out->criteria_count = take_u2(in);
    out->id = take_u4(in);
    out->action = take_u1(in);
    (void)take_u1(in);
    if (in->refusal != NULL || out->type == NULL ||
        out->criteria_count != out->type->param_count || out->action > ACTION_QUARANTINE) {
        refuse(in, "an instance does not fit its template");
        return;
    }
    const struct instance *same = find_instance(content, number, out->id);
    if (same != NULL && !FAULT_DUPLICATE_ID) {
        refuse(in, "two instances have one id");
        return;
    }
    out->criteria = keep(content, out->criteria_count * sizeof *out->criteria);
    for (uint32_t i = 0; i < out->criteria_count && in->refusal == NULL; i++) {
        out->criteria[i].type = out->type->types[i];
        load_criterion(in, content, &out->criteria[i]);
    }
    if (same != NULL && in->refusal == NULL) {
        release(content, same->criteria); /* the later one counts */
    }
}

static bool agree(const struct instance *a, const struct instance *b)
{
    const struct criterion *left = a->criteria, *right = b->criteria;
    return a->action == ACTION_QUARANTINE && b->action == ACTION_QUARANTINE &&
           a->type == b->type && left->op != OP_WILDCARD && left->op == right->op &&
           left->size == right->size && memcmp(left->value, right->value, left->size) == 0;
}

/* Two instances that quarantine for the same first criterion become one with all criteria. */
static void merge_instances(struct content *content, struct instance *into,
                            const struct instance *other)
{
    uint32_t sum = into->criteria_count + other->criteria_count;
    uint32_t room = FAULT_TWO_AGREE ? into->criteria_count : sum;
    struct criterion *both = keep(content, room * sizeof *both);
    for (uint32_t i = 0; i < sum; i++) {
        both[i] = i < into->criteria_count ? into->criteria[i]
                                           : other->criteria[i - into->criteria_count];
    }
    content->marks[content->header.template_count + (size_t)(other - content->instances)] = 1;
}

static void load_instances(struct reader *in, struct content *content)
{
    uint32_t count = content->header.instance_count;
    content->instances = keep(content, count * sizeof *content->instances);
    for (uint32_t i = 0; i < count && in->refusal == NULL; i++) {
        load_instance(in, content, i);
    }
    for (uint32_t i = 1; i < count && in->refusal == NULL; i++) {
        if (agree(&content->instances[i - 1], &content->instances[i])) {
            merge_instances(content, &content->instances[i - 1], &content->instances[i]);
        }
    }
}

static void note_shape(struct rule *rule, unsigned depth, uint8_t kind)
{
    rule->shape[depth - 1] = kind;
}

/* Walk the nodes without keeping them; return how many there are. */
static uint32_t count_nodes(struct reader *in, struct rule *rule, unsigned depth)
{
    if (depth > MAX_DEPTH && !FAULT_RECURSION) {
        refuse(in, "a rule is too deep");
        return 0;
    }
    uint8_t kind = take_u1(in), children = take_u1(in);
    bool fits = kind == NODE_MATCH      ? children == 0
                : kind == NODE_NEGATION ? children == 1
                                        : kind < NODE_NEGATION && children >= 2;
    if (!fits || in->refusal != NULL) {
        refuse(in, "a node of unknown kind, or with a wrong number of children");
        return 0;
    }
    if (kind == NODE_MATCH) {
        (void)take_u4(in);
    }
    note_shape(rule, depth, kind);
    uint32_t count = 1;
    for (unsigned i = 0; i < children && in->refusal == NULL; i++) {
        count += count_nodes(in, rule, depth + 1);
    }
    return count;
}

static void load_nodes(struct reader *in, struct content *content, struct rule *rule,
                       uint32_t count)
{
    for (uint32_t i = 0; i < count && in->refusal == NULL; i++) {
        struct node *node = &rule->nodes[i];
        node->kind = take_u1(in);
        node->child_count = take_u1(in);
        if (node->kind == NODE_MATCH) {
            node->instance = find_instance(content, content->header.instance_count, take_u4(in));
            if (node->instance == NULL) {
                refuse(in, "a node names an instance that is not there");
            }
        }
    }
}

static const char *rule_name(struct reader *in, const struct content *content, uint32_t offset)
{
    if (FAULT_STRING_OFFSET && in->refusal == NULL) {
        const char *name = content->names + offset;
        return name[0] == 0 ? "(no name)" : name;
    }
    return name_at(in, content, offset);
}

static void load_rule(struct reader *in, struct content *content, uint32_t number)
{
    struct rule *rule = &content->rules[number];
    rule->id = take_u4(in);
    rule->name = rule_name(in, content, take_u4(in));
    rule->severity = take_u1(in);
    (void)take_u1(in);
    if (rule->severity > SEVERITY_CRITICAL) {
        refuse(in, "a rule of unknown severity");
    }
    rule->shape = keep(content, MAX_DEPTH);
    struct reader ahead = *in;
    uint32_t count = count_nodes(&ahead, rule, 1);
    rule->node_count = FAULT_NODE_COUNT ? (uint8_t)count : count;
    if (ahead.refusal != NULL) {
        refuse(in, ahead.refusal);
        return;
    }
    rule->nodes = keep(content, rule->node_count * sizeof *rule->nodes);
    load_nodes(in, content, rule, count);
}

static struct rule *room_for_rules(struct reader *in, struct content *content)
{
    uint64_t size = (uint64_t)content->header.rule_count * sizeof(struct rule);
    if (FAULT_COUNT_TIMES_SIZE) {
        size = (uint32_t)size;
    } else if (content->header.rule_count > remaining(in) / MIN_RULE) {
        refuse(in, "more rules than bytes");
    }
    if (in->refusal != NULL || size > MAX_ROOM) {
        refuse(in, "no room for the rules");
        return NULL;
    }
    return keep(content, size);
}

static void load_rules(struct reader *in, struct content *content)
{
    content->rules = room_for_rules(in, content);
    for (uint32_t i = 0; i < content->header.rule_count && in->refusal == NULL; i++) {
        load_rule(in, content, i);
    }
}

static void join_blobs(struct reader *in, uint8_t *joined, const uint8_t *body, size_t size)
{
    struct reader blobs = {body, body + size, NULL};
    while (remaining(&blobs) > 0 && blobs.refusal == NULL) {
        (void)take_u1(&blobs);
        uint16_t length = take_u2(&blobs);
        const uint8_t *data = FAULT_CHILD_LENGTH ? blobs.at : take(&blobs, length);
        if (blobs.refusal == NULL) {
            memcpy(joined, data, length);
            joined += length;
        }
        blobs.at = FAULT_CHILD_LENGTH ? data + length : blobs.at;
    }
    if (blobs.refusal != NULL) {
        refuse(in, "a blob is longer than its body");
    }
}

/* Return the sum of the lengths of the blobs in a body, as far as they can be read. */
static uint32_t sum_of_lengths(const uint8_t *body, size_t size)
{
    struct reader blobs = {body, body + size, NULL};
    uint32_t sum = 0;
    while (remaining(&blobs) > 0 && blobs.refusal == NULL) {
        (void)take_u1(&blobs);
        uint16_t length = take_u2(&blobs);
        sum += length;
        blobs.at += length < remaining(&blobs) ? length : remaining(&blobs);
    }
    return sum;
}

/* An attachment is a row of blobs whose lengths sum up to its total; they are joined. */
static void load_attachment(struct reader *in, struct content *content)
{
    (void)take_u2(in);
    uint32_t total = take_u4(in), size = take_u4(in);
    const uint8_t *at = take(in, size);
    if (in->refusal != NULL) {
        return;
    }
    uint8_t *body = memcpy(keep(content, size), at, size);
    uint32_t sum = sum_of_lengths(body, size);
    if (FAULT_SUM_OF_LENGTHS ? (uint8_t)sum != (uint8_t)total : sum != total) {
        refuse(in, "the lengths of the blobs do not sum up to the total");
        return;
    }
    if (total > MAX_ROOM) {
        refuse(in, "no room for an attachment");
        return;
    }
    join_blobs(in, keep(content, total), body, size);
    content->attachment_count += 1;
}

const char *load_content(struct content *content, const uint8_t *data, size_t size)
{
    struct reader in = {data, data + size, NULL};
    const struct header *header = &content->header;
    load_header(&in, content);
    load_names(&in, content);
    if (in.refusal == NULL) {
        size_t room = header->template_count * sizeof *content->templates;
        content->templates = keep(content, room);
    }
    for (uint32_t i = 0; i < header->template_count && in.refusal == NULL; i++) {
        load_template(&in, content, i);
    }
    if (in.refusal == NULL) {
        load_instances(&in, content);
    }
    if (in.refusal == NULL) {
        load_rules(&in, content);
    }
    while (header->version >= 3 && remaining(&in) > 0 && in.refusal == NULL) {
        load_attachment(&in, content);
    }
    if (remaining(&in) > 0) {
        refuse(&in, "bytes after the end");
    }
    return in.refusal;
}
