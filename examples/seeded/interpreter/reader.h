/* Takes numbers from a file, every one of them behind a bound; the first refusal stays. */
#ifndef SEEDED_READER_H
#define SEEDED_READER_H

#include "content.h"

struct reader {
    const uint8_t *at, *end;
    const char *refusal;
};

static inline void refuse(struct reader *in, const char *why)
{
    if (in->refusal == NULL) {
        in->refusal = why;
    }
}

static inline size_t remaining(const struct reader *in)
{
    return (size_t)(in->end - in->at);
}

/* Return `size` bytes (at least 8 readable zeros after a refusal, so no caller looks twice). */
static inline const uint8_t *take(struct reader *in, size_t size)
{
    static const uint8_t nothing[8];
    if (in->refusal != NULL || size > remaining(in)) {
        refuse(in, "the file ends too early");
        return nothing;
    }
    in->at += size;
    return in->at - size;
}

static inline uint8_t take_u1(struct reader *in)
{
    return *take(in, 1);
}

static inline uint16_t take_u2(struct reader *in)
{
    const uint8_t *at = take(in, 2);
    return (uint16_t)(at[0] | at[1] << 8);
}

static inline uint32_t take_u4(struct reader *in)
{
    const uint8_t *at = take(in, 4);
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

#endif
