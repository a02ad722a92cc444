/* Blocks of memory that belong to one content. */
#include "content.h"

#include <stdlib.h>

struct block {
    struct block *next;
    void *memory; /* apart from this, so that a sanitizer sees where it ends */
};

void *keep(struct content *content, size_t size)
{
    struct block *block = malloc(sizeof *block);
    if (block == NULL || (block->memory = calloc(1, size)) == NULL) {
        abort();
    }
    block->next = content->blocks;
    content->blocks = block;
    return block->memory;
}

void release(struct content *content, void *memory)
{
    for (struct block **at = &content->blocks; *at != NULL; at = &(*at)->next) {
        if ((*at)->memory == memory) {
            struct block *gone = *at;
            *at = gone->next;
            free(memory);
            free(gone);
            return;
        }
    }
}

void free_content(struct content *content)
{
    while (content->blocks != NULL) {
        struct block *gone = content->blocks;
        content->blocks = gone->next;
        free(gone->memory);
        free(gone);
    }
}
