/* What a user of a native fuzzer writes first for this format: payload size and crc32 made right
 * after every mutation. As LLVMFuzzerCustomMutator of libFuzzer, as post-process of AFL++. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { HEADER = 40, SIZE_AT = 32, CRC_AT = 36 };

static void put_u4(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++) {
        at[i] = (uint8_t)(value >> (8 * i));
    }
}

static void repair(uint8_t *data, size_t size)
{
    if (size < HEADER) {
        return;
    }
    uint32_t crc = 0xffffffffu;
    for (size_t i = HEADER; i < size; i++) {
        crc ^= data[i];
        for (int bit = 0; bit < 8; bit++) {
            crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320u : 0);
        }
    }
    put_u4(data + SIZE_AT, (uint32_t)(size - HEADER));
    put_u4(data + CRC_AT, ~crc);
}

#ifdef FOR_AFL
static uint8_t *room;
static size_t room_size;

void *afl_custom_init(void *afl, unsigned int seed)
{
    (void)afl;
    (void)seed;
    return &room;
}

void afl_custom_deinit(void *data)
{
    (void)data;
    free(room);
}

size_t afl_custom_post_process(void *data, uint8_t *buffer, size_t size, uint8_t **out)
{
    (void)data;
    if (size > room_size) {
        uint8_t *grown = realloc(room, size);
        if (grown == NULL) {
            return 0;
        }
        room = grown;
        room_size = size;
    }
    memcpy(room, buffer, size);
    repair(room, size);
    *out = room;
    return size;
}
#else
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
    (void)seed;
    size = LLVMFuzzerMutate(data, size, max_size);
    repair(data, size);
    return size;
}
#endif
