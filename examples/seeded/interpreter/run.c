/*
 * Evaluates content on an example event. The integration code supplies INPUTS values; how many
 * a template defines is the content's business, so nobody may index the inputs by it unchecked.
 */
#include "content.h"
#include "faults.h"

#include <string.h>

struct input {
    const char *text; /* NULL: empty */
    uint64_t number;
    uint8_t address[16];
};

static const struct input event[INPUTS] = {
    {"\\pipe\\mojo.4711.c2", 6, {0x20, 0x01, 0x0d, 0xb8}},
    {"C:\\Windows\\explorer.exe", 443, {0xfe, 0x80}},
    {"alice", 4711, {0}},
    {"FILESERVER", 1 << 20, {0}},
    {"/tmp/abcdefgh", 0, {0}}, /* the others are empty */
};

static uint64_t number_of(const uint8_t *at, size_t width)
{
    uint64_t value = 0;
    for (size_t i = 0; i < width; i++) {
        value |= (uint64_t)at[i] << (8 * i);
    }
    return value;
}

static bool text_matches(const struct criterion *want, const char *have)
{
    size_t length = strlen(have), size = want->size;
    switch (want->op) {
    case OP_PREFIX:
        return length >= size && memcmp(have, want->value, size) == 0;
    case OP_SUFFIX:
        return length >= size && memcmp(have + length - size, want->value, size) == 0;
    case OP_REGEX:
    case OP_IN_LIST:
        return false; /* left out of this small interpreter */
    default:
        return (length == size && memcmp(have, want->value, size) == 0) ==
               (want->op == OP_EQUALS);
    }
}

static bool number_matches(const struct criterion *want, uint64_t have)
{
    size_t width = (size_t)1 << want->type;
    uint64_t first = number_of(want->value, width);
    switch (want->op) {
    case OP_EQUALS:
        return have == first;
    case OP_NOT_EQUALS:
        return have != first;
    case OP_RANGE:
        return have >= first && have <= number_of(want->value + width, width);
    default:
        for (size_t at = 0; at < want->size; at += width) {
            if (have == number_of(want->value + at, width)) {
                return true;
            }
        }
        return false;
    }
}

static bool is_in_range(const uint8_t *first, const uint8_t *last, const uint8_t *have)
{
    return memcmp(have, last, 16) <= 0 && memcmp(have, first, 16) >= 0;
}

static bool address_matches(const struct criterion *want, const uint8_t *have)
{
    switch (want->op) {
    case OP_EQUALS:
        return memcmp(want->value, have, 16) == 0;
    case OP_NOT_EQUALS:
        if (FAULT_OPERATOR_PAIR) {
            return !is_in_range(want->value, want->value + 16, have);
        }
        return memcmp(want->value, have, 16) != 0;
    case OP_RANGE:
        return is_in_range(want->value, want->value + 16, have);
    default:
        for (size_t at = 0; at < want->size; at += 16) {
            if (memcmp(want->value + at, have, 16) == 0) {
                return true;
            }
        }
        return false;
    }
}

static bool criterion_matches(const struct criterion *want, const struct input *have)
{
    switch (want->type) {
    case TYPE_TEXT:
        return text_matches(want, have->text == NULL ? "" : have->text);
    case TYPE_IP6:
        return address_matches(want, have->address);
    default:
        return number_matches(want, have->number);
    }
}

/* An instance whose id is the version of the content is the vendor's self test. */
static void count_self_test(struct content *content)
{
    if (!FAULT_SAME_VALUE && content->probe == NULL) {
        content->probe = keep(content, sizeof *content->probe);
    }
    *content->probe += 1;
}

/* Whether all criteria match. */
static bool run_instance(const struct instance *instance, const struct input **inputs)
{
    bool matched = true;
    for (uint32_t i = 0; i < instance->criteria_count; i++) {
        const struct criterion *want = &instance->criteria[i];
        if (want->op == OP_WILDCARD) {
            continue; /* matches everything, and reads no input */
        }
        if (!FAULT_INPUT_COUNT && i >= INPUTS) {
            matched = false;
            continue;
        }
        matched = criterion_matches(want, inputs[i]) && matched;
    }
    return matched;
}

/* Evaluate the node that `*at` points to, and move on past its children. */
static bool run_node(const struct content *content, const struct node **at)
{
    const struct node *node = (*at)++;
    const uint8_t *matched = content->marks + content->header.template_count;
    if (node->kind == NODE_MATCH) {
        return matched[node->instance - content->instances];
    }
    unsigned hits = 0;
    for (unsigned i = 0; i < node->child_count; i++) {
        hits += run_node(content, at);
    }
    return node->kind == NODE_NEGATION ? hits == 0
           : node->kind == NODE_ALL_OF ? hits == node->child_count
                                       : hits > 0;
}

struct verdict run_content(const uint8_t *data, size_t size)
{
    struct content content = {0};
    struct verdict verdict = {load_content(&content, data, size), 0, 0, 0};
    if (verdict.refusal == NULL) {
        const struct header *header = &content.header;
        const struct input **inputs = keep(&content, INPUTS * sizeof *inputs);
        for (size_t i = 0; i < INPUTS; i++) {
            inputs[i] = &event[i];
        }
        for (uint32_t i = 0; i < header->instance_count; i++) {
            const struct instance *instance = &content.instances[i];
            bool matched = run_instance(instance, inputs);
            content.marks[header->template_count + i] = matched;
            verdict.matches += matched;
            if (instance->id == header->content_version) {
                count_self_test(&content);
            }
        }
        for (uint32_t i = 0; i < header->rule_count; i++) {
            const struct node *at = content.rules[i].nodes;
            verdict.alarms += run_node(&content, &at);
        }
        verdict.instances = header->instance_count;
    }
    free_content(&content);
    return verdict;
}
