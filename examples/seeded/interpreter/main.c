/* Loads and runs content files, or standard input: 0 all accepted, 3 one was refused. */
#include "content.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_CONTENT = 1 << 24, ACCEPTED = 0, USAGE = 2, REFUSED = 3 };

static int run_file(FILE *file, const char *name)
{
    uint8_t *all = malloc(MAX_CONTENT);
    if (all == NULL) {
        abort();
    }
    size_t size = fread(all, 1, MAX_CONTENT, file);
    uint8_t *data = realloc(all, size > 0 ? size : 1); /* so that its end is the file's end */
    if (data == NULL) {
        abort();
    }
    struct verdict verdict = run_content(data, size);
    free(data);
    if (verdict.refusal != NULL) {
        printf("%s: refused: %s\n", name, verdict.refusal);
        return REFUSED;
    }
    printf("%s: accepted: %u instances, %u match, %u alarms\n", name, verdict.instances,
           verdict.matches, verdict.alarms);
    return ACCEPTED;
}

int main(int argc, char **argv)
{
    int status = argc > 1 ? ACCEPTED : run_file(stdin, "standard input");
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (file == NULL) {
            perror(argv[i]);
            return USAGE;
        }
        int one = run_file(file, argv[i]);
        fclose(file);
        status = one != ACCEPTED ? one : status;
    }
    return status;
}
