/* Loads one content file and runs it against an example event: 0 accepted, 3 refused. */
#include "content.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_CONTENT = 1 << 20, ACCEPTED = 0, USAGE = 2, REFUSED = 3 };

int main(int argc, char **argv)
{
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    uint8_t *data = malloc(MAX_CONTENT);
    if (file == NULL || data == NULL) {
        fprintf(stderr, "usage: %s FILE (readable, at most %d bytes)\n", argv[0], MAX_CONTENT);
        free(data);
        return USAGE;
    }
    size_t size = fread(data, 1, MAX_CONTENT, file);
    fclose(file);
    supply_example_event();
    struct content_result result = run_content(data, size);
    free(data);
    if (result.refusal != NULL) {
        printf("refused: %s\n", result.refusal);
        return REFUSED;
    }
    printf("accepted: %u instances, %u match\n", result.instances, result.matches);
    return ACCEPTED;
}
