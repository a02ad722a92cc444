/*
 * Reads a channel file (format/README.md) and evaluates every instance against the inputs that
 * the integration code supplies. Every read of the file is behind a bound.
 *
 * The historic fault is seeded here, as a build option: without CHECK_INPUT_BOUNDS the loop over
 * the criteria indexes the inputs by the criteria of the content. The number of criteria comes
 * from the definition of the template type; how many inputs exist is the integration code's
 * business, and nobody compares the two.
 */
#include "content.h"

#include <string.h>

enum { HEADER_SIZE = 40, OP_WILDCARD = 0, TYPE_TEXT = 5 };
enum { OP_EQUALS = 1, OP_NOT_EQUALS, OP_PREFIX, OP_SUFFIX, OP_REGEX, OP_RANGE, OP_IN_LIST };

struct reader {
    const uint8_t *data;
    size_t size;
    size_t pos;
    const char *refusal;
};

struct template_type {
    uint16_t id;
    uint8_t param_count;
    const char *name;
};

struct criterion {
    uint8_t op;
    uint8_t value_type;
    uint16_t value_len;
    const uint8_t *value;
};

static const uint8_t *take(struct reader *in, size_t count)
{
    static const uint8_t nothing[8];
    if (in->refusal != NULL || count > in->size - in->pos) {
        in->refusal = in->refusal != NULL ? in->refusal : "the file ends too early";
        return nothing;
    }
    in->pos += count;
    return in->data + in->pos - count;
}

static uint8_t take_u1(struct reader *in)
{
    return *take(in, 1);
}

static uint16_t take_u2(struct reader *in)
{
    const uint8_t *at = take(in, 2);
    return (uint16_t)(at[0] | at[1] << 8);
}

static uint32_t take_u4(struct reader *in)
{
    const uint8_t *at = take(in, 4);
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void refuse(struct reader *in, const char *why)
{
    if (in->refusal == NULL) {
        in->refusal = why;
    }
}

static const char *name_at(struct reader *in, const uint8_t *table, size_t size, uint32_t offset)
{
    if (offset >= size || memchr(table + offset, 0, size - offset) == NULL) {
        refuse(in, "a name lies outside the string table");
        return "";
    }
    return (const char *)table + offset;
}

static int text_matches(const struct criterion *want, const struct input *have)
{
    const uint8_t *text = have->data;
    size_t length = want->value_len;
    switch (want->op) {
    case OP_PREFIX:
        return have->size >= length && memcmp(text, want->value, length) == 0;
    case OP_SUFFIX:
        return have->size >= length && memcmp(text + have->size - length, want->value, length) == 0;
    case OP_NOT_EQUALS:
        return have->size != length || memcmp(text, want->value, length) != 0;
    default: /* the others are left out of this small interpreter and compare whole */
        return have->size == length && memcmp(text, want->value, length) == 0;
    }
}

static int criterion_matches(const struct criterion *want, const struct input *have)
{
    if (want->value_type == TYPE_TEXT) {
        return text_matches(want, have);
    }
    int same = have->size == want->value_len && memcmp(have->data, want->value, have->size) == 0;
    return want->op == OP_NOT_EQUALS ? !same : same;
}

/* Evaluate one instance: all criteria must match. */
static int run_instance(struct reader *in, const struct input_set *inputs, unsigned count)
{
    int matched = 1;
    for (unsigned i = 0; i < count && in->refusal == NULL; i++) {
        struct criterion want;
        want.op = take_u1(in);
        want.value_type = take_u1(in);
        want.value_len = take_u2(in);
        want.value = take(in, want.value_len);
        if (in->refusal != NULL || want.op == OP_WILDCARD) {
            continue;
        }
#ifdef CHECK_INPUT_BOUNDS
        if (i >= inputs->count) {
            refuse(in, "a criterion asks for an input that is not supplied");
            continue;
        }
#endif
        if (!criterion_matches(&want, inputs->values[i])) {
            matched = 0;
        }
    }
    return matched;
}

static void read_template(struct reader *in, struct template_type *out, const uint8_t *table,
                          size_t table_size)
{
    out->id = take_u2(in);
    out->param_count = take_u1(in);
    (void)take_u1(in);
    out->name = name_at(in, table, table_size, take_u4(in));
    if (out->param_count > CONTENT_MAX_PARAMS) {
        refuse(in, "a template has too many parameters");
    }
    (void)take(in, (size_t)out->param_count * 6);
}

static const struct template_type *find_template(const struct template_type *templates,
                                                 uint32_t count, uint16_t id)
{
    for (uint32_t i = 0; i < count; i++) {
        if (templates[i].id == id) {
            return &templates[i];
        }
    }
    return NULL;
}

static void read_instance(struct reader *in, const struct template_type *templates,
                          uint32_t template_count, struct content_result *result)
{
    const struct template_type *type = find_template(templates, template_count, take_u2(in));
    uint16_t count = take_u2(in);
    (void)take(in, 6); /* id, action, flags */
    const struct input_set *inputs = type != NULL ? find_inputs(type->name) : NULL;
    if (inputs == NULL || count != type->param_count) {
        refuse(in, "an instance does not fit its template");
        return;
    }
    result->matches += (unsigned)run_instance(in, inputs, count);
    result->instances += 1;
}

struct content_result run_content(const uint8_t *data, size_t size)
{
    struct content_result result = {0, 0, NULL};
    struct reader in = {data, size, 0, NULL};
    static struct template_type templates[CONTENT_MAX_TEMPLATES];

    if (memcmp(take(&in, 8), "CGCHAN\x1a", 8) != 0) {
        refuse(&in, "not a channel file");
    }
    if (take_u2(&in) > CONTENT_FORMAT_VERSION_MAX) {
        refuse(&in, "a newer format version");
    }
    (void)take(&in, 6); /* flags, content version */
    uint32_t table_size = take_u4(&in);
    uint32_t template_count = take_u4(&in);
    uint32_t instance_count = take_u4(&in);
    (void)take(&in, HEADER_SIZE - 28); /* rules, payload size, crc: the loader has checked them */
    const uint8_t *table = take(&in, table_size);
    if (template_count > CONTENT_MAX_TEMPLATES || instance_count > CONTENT_MAX_INSTANCES) {
        refuse(&in, "more templates or instances than there is room for");
    }
    for (uint32_t i = 0; i < template_count && in.refusal == NULL; i++) {
        read_template(&in, &templates[i], table, table_size);
    }
    for (uint32_t i = 0; i < instance_count && in.refusal == NULL; i++) {
        read_instance(&in, templates, template_count, &result);
    }
    result.refusal = in.refusal;
    return result;
}
