/* Read a .BTF file with libbpf, ask for every type what loaders ask, dump all of them as C.
 * Exit status 0 accepted, 1 refused. cc -O1 walk.c -o walk -lbpf */
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static size_t sink;

static void swallow(void *context, const char *format, va_list args)
{
    char line[4096];
    (void)context;
    sink += (size_t)vsnprintf(line, sizeof line, format, args);
}

static int be_quiet(enum libbpf_print_level level, const char *format, va_list args)
{
    (void)level, (void)format, (void)args;
    return 0;
}

int main(int argc, char **argv)
{
    libbpf_set_print(be_quiet);
    struct btf *btf = argc == 2 ? btf__parse_raw(argv[1]) : NULL;
    if (!btf || libbpf_get_error(btf))
        return 1;
    unsigned count = btf__type_cnt(btf);
    for (unsigned id = 1; id < count; id++) {
        const struct btf_type *type = btf__type_by_id(btf, id);
        const char *name = btf__name_by_offset(btf, type->name_off);
        sink += name ? strlen(name) : 0;
        sink += (size_t)btf__resolve_size(btf, id);
        sink += (size_t)btf__resolve_type(btf, id);
        sink += (size_t)btf__align_of(btf, id);
    }
    struct btf_dump *dump = btf_dump__new(btf, swallow, NULL, NULL);
    if (!dump || libbpf_get_error(dump))
        return 1;
    int failed = 0;
    for (unsigned id = 1; id < count; id++)
        failed |= btf_dump__dump_type(dump, id) != 0;
    btf_dump__free(dump);
    btf__free(btf);
    return failed;
}
