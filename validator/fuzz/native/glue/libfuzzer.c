/* libFuzzer with contentgate's mutations. The target itself is a shared library that is linked. */
#include "client.h"

#ifdef ENTRY /* the library's function has another name than libFuzzer calls */
int ENTRY(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return ENTRY(data, size);
}
#endif

enum { OWN_OF = 8 }; /* one mutation in so many is libFuzzer's own */

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
    if (seed % OWN_OF) {
        size_t made =
            contentgate_ask(CONTENTGATE_MUTATE, seed, data, size, NULL, 0, data, max_size);
        if (made)
            return made;
    }
    return LLVMFuzzerMutate(data, size, max_size);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t one_size, const uint8_t *other,
                                 size_t other_size, uint8_t *out, size_t max_size,
                                 unsigned int seed)
{
    return contentgate_ask(CONTENTGATE_MUTATE, seed, one, one_size, other, other_size, out,
                           max_size);
}
