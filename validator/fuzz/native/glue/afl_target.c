/* A program that AFL++ runs: it gives inputs to a library's function again and again, and hands the
 * library's own counters (SanitizerCoverage, inline 8-bit) to AFL++ as its coverage map. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { REGIONS = 256, ROUNDS = 10000 };

__AFL_FUZZ_INIT();

__thread uintptr_t __sancov_lowest_stack; /* libraries built for libFuzzer write to it */

int ENTRY(const uint8_t *data, size_t size);
__attribute__((weak)) int LLVMFuzzerInitialize(int *count, char ***words);
void __sanitizer_cov_trace_pc_guard_init(uint32_t *start, uint32_t *stop);

static struct region {
    unsigned char *counters;
    uint32_t *places; /* of each counter in AFL++'s map */
    size_t size;
} regions[REGIONS];
static size_t used;

/* A library tells where its counters are. AFL++ makes room in its map as for guards of its own. */
void __sanitizer_cov_8bit_counters_init(char *start, char *stop)
{
    size_t size = (size_t)(stop - start);
    for (size_t at = 0; at < used; at++)
        if (regions[at].counters == (unsigned char *)start)
            return;
    uint32_t *places = used < REGIONS && start < stop ? calloc(size, sizeof *places) : NULL;
    if (!places)
        return;
    __sanitizer_cov_trace_pc_guard_init(places, places + size);
    regions[used++] = (struct region){(unsigned char *)start, places, size};
}

void __sanitizer_cov_pcs_init(const uintptr_t *start, const uintptr_t *stop)
{
    (void)start;
    (void)stop;
}

static void forget(void)
{
    for (size_t at = 0; at < used; at++)
        memset(regions[at].counters, 0, regions[at].size);
}

/* AFL++'s map; asked for by name, for its compiler declares the variable itself. */
static void show(void)
{
    unsigned char **map = dlsym(RTLD_DEFAULT, "__afl_area_ptr");
    for (size_t at = 0; map && at < used; at++)
        for (size_t each = 0; each < regions[at].size; each++)
            if (regions[at].counters[each])
                (*map)[regions[at].places[each]] = regions[at].counters[each];
}

int main(int count, char **words)
{
    __AFL_INIT();
    if (LLVMFuzzerInitialize)
        LLVMFuzzerInitialize(&count, &words);
    unsigned char *input = __AFL_FUZZ_TESTCASE_BUF;
    while (__AFL_LOOP(ROUNDS)) {
        forget();
        ENTRY(input, (size_t)__AFL_FUZZ_TESTCASE_LEN);
        show();
    }
    return 0;
}
