/* AFL++ with contentgate's mutations, and with derived fields repaired after AFL++'s own ones. */
#include "client.h"

struct state {
    uint8_t *made, *repaired;
    size_t made_room, repaired_room;
    uint32_t draw;
};

static size_t grown(uint8_t **buffer, size_t *room, size_t wanted)
{
    if (wanted > *room) {
        uint8_t *larger = realloc(*buffer, wanted);
        if (!larger)
            return 0;
        *buffer = larger;
        *room = wanted;
    }
    return *room;
}

void *afl_custom_init(void *afl, unsigned int seed)
{
    (void)afl;
    struct state *state = calloc(1, sizeof *state);
    if (state)
        state->draw = seed;
    return state;
}

size_t afl_custom_fuzz(struct state *state, uint8_t *data, size_t size, uint8_t **out,
                       uint8_t *other, size_t other_size, size_t max_size)
{
    size_t made = 0;
    if (grown(&state->made, &state->made_room, max_size))
        made = contentgate_ask(CONTENTGATE_MUTATE, state->draw++, data, size, other,
                               other ? other_size : 0, state->made, max_size);
    *out = made ? state->made : data;
    return made ? made : size;
}

size_t afl_custom_post_process(struct state *state, uint8_t *data, size_t size, uint8_t **out)
{
    size_t repaired = 0;
    if (getenv("CONTENTGATE_REPAIRS") && grown(&state->repaired, &state->repaired_room, size))
        repaired = contentgate_ask(CONTENTGATE_REPAIR, 0, data, size, NULL, 0, state->repaired,
                                   size);
    *out = repaired ? state->repaired : data;
    return repaired ? repaired : size;
}

void afl_custom_deinit(struct state *state)
{
    free(state->made);
    free(state->repaired);
    free(state);
}
