/* The content interpreter of an imaginary sensor, and what the integration code owes it. */
#ifndef CONTENT_H
#define CONTENT_H

#include <stddef.h>
#include <stdint.h>

/* Limits of this interpreter. The contract extraction reads them from here. */
#define CONTENT_FORMAT_VERSION_MAX 1
#define CONTENT_MAX_TEMPLATES 16
#define CONTENT_MAX_INSTANCES 4096

enum { CONTENT_MAX_PARAMS = 64 };

/* One value of an event, such as the name of a pipe. */
struct input {
    const void *data;
    size_t size;
};

/* What the integration code supplies for one template type. */
struct input_set {
    const char *template_name;
    const struct input *const *values;
    size_t count;
};

struct content_result {
    unsigned instances;
    unsigned matches;
    const char *refusal; /* why the content was refused, or NULL */
};

/* Integration code: collect the inputs of an event; find them by template name, or NULL. */
void supply_example_event(void);
const struct input_set *find_inputs(const char *template_name);

/* Interpret a content file against the event that was supplied last. */
struct content_result run_content(const uint8_t *data, size_t size);

#endif
