/* Asks contentgate's mutator, over a socket that the process was started with.
 *
 * A request is five little-endian 32-bit words (operation, draw, largest size, size, size of the
 * second input) and both inputs; an answer is a size and bytes. Whoever asks waits. When the other
 * end is gone, every answer is "nothing", and the fuzzer goes on with what it has of its own. */
#ifndef CONTENTGATE_CLIENT_H
#define CONTENTGATE_CLIENT_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CONTENTGATE_MUTATE = 1, CONTENTGATE_REPAIR = 2 };

static int contentgate_socket = -2; /* -2: not looked for, -1: gone */

static int contentgate_is_there(void)
{
    if (contentgate_socket == -2) {
        const char *number = getenv("CONTENTGATE_MUTATOR");
        contentgate_socket = number ? atoi(number) : -1;
    }
    return contentgate_socket >= 0;
}

static int contentgate_move(void *data, size_t size, int is_write)
{
    char *at = data;
    while (size > 0) {
        ssize_t moved = is_write ? write(contentgate_socket, at, size)
                                 : read(contentgate_socket, at, size);
        if (moved < 0 && errno == EINTR)
            continue; /* fuzzers are full of timers */
        if (moved <= 0) {
            contentgate_socket = -1;
            return 0;
        }
        at += moved;
        size -= (size_t)moved;
    }
    return 1;
}

/* Returns the size of what was made, at most `room`; 0 when nothing was. `out` may be `data`. */
static size_t contentgate_ask(uint32_t operation, uint32_t draw, const uint8_t *data, size_t size,
                              const uint8_t *second, size_t second_size, uint8_t *out, size_t room)
{
    if (!contentgate_is_there() || size > UINT32_MAX || second_size > UINT32_MAX)
        return 0;
    if (room > UINT32_MAX)
        room = UINT32_MAX;
    uint32_t head[] = {operation, draw, (uint32_t)room, (uint32_t)size, (uint32_t)second_size};
    uint32_t made = 0;
    if (!contentgate_move(head, sizeof head, 1) || !contentgate_move((void *)data, size, 1) ||
        !contentgate_move((void *)second, second_size, 1) ||
        !contentgate_move(&made, sizeof made, 0))
        return 0;
    if (made > room) { /* not what was agreed: nothing more is asked */
        contentgate_socket = -1;
        return 0;
    }
    return made && contentgate_move(out, made, 0) ? made : 0;
}

#endif
