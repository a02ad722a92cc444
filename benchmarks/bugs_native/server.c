/* Runs inputs that come by standard input, u4 length and bytes each, and answers with one byte:
 * what generators in Python are measured with. A crash ends the answers. */
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int get(void *to, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t more = read(0, (uint8_t *)to + done, size - done);
        if (more <= 0) {
            return 0;
        }
        done += (size_t)more;
    }
    return 1;
}

int main(void)
{
    uint32_t size;
    while (get(&size, sizeof size)) {
        uint8_t *data = malloc(size > 0 ? size : 1);
        if (data == NULL || !get(data, size)) {
            return 1;
        }
        uint8_t answer = LLVMFuzzerTestOneInput(data, size) == 0;
        free(data);
        if (write(1, &answer, 1) != 1) {
            return 1;
        }
    }
    return 0;
}
