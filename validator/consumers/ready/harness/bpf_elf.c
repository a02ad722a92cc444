/* libbpf opens an object of BPF programs, all of its programs and maps are walked, and it is
 * linked and relocated for the loader that skeletons carry, which needs no kernel.
 * 0 accepted, -1 rejected. */
#include <bpf/bpf.h>
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static volatile size_t sink;

static int say(enum libbpf_print_level level, const char *format, va_list args)
{
    return level == LIBBPF_WARN ? vfprintf(stderr, format, args) : 0;
}

static void read_text(const char *text)
{
    sink += text ? strlen(text) : 0;
}

static void read_bytes(const void *data, size_t size)
{
    const unsigned char *bytes = data;

    for (size_t i = 0; bytes && i < size; i++)
        sink += bytes[i];
}

static void walk_programs(struct bpf_object *object)
{
    struct bpf_program *program;

    bpf_object__for_each_program(program, object) {
        read_text(bpf_program__name(program));
        read_text(bpf_program__section_name(program));
        read_bytes(bpf_program__insns(program),
                   bpf_program__insn_cnt(program) * sizeof(struct bpf_insn));
        sink += (size_t)bpf_program__type(program) + bpf_program__flags(program);
        sink += (size_t)bpf_program__expected_attach_type(program);
    }
}

static void walk_maps(struct bpf_object *object)
{
    struct bpf_map *map;

    bpf_object__for_each_map(map, object) {
        size_t size = 0;
        const void *initial = bpf_map__initial_value(map, &size);

        read_text(bpf_map__name(map));
        read_text(bpf_map__pin_path(map));
        read_bytes(initial, initial ? size : 0);
        sink += (size_t)bpf_map__type(map) + bpf_map__max_entries(map);
        sink += bpf_map__key_size(map) + bpf_map__value_size(map);
        sink += bpf_map__btf_key_type_id(map) + bpf_map__btf_value_type_id(map);
        sink += (size_t)bpf_map__map_extra(map) + bpf_map__map_flags(map);
        if (bpf_map__inner_map(map))
            read_text(bpf_map__name(bpf_map__inner_map(map)));
    }
}

static void walk_btf(struct bpf_object *object)
{
    struct btf *btf = bpf_object__btf(object);
    unsigned count = btf ? btf__type_cnt(btf) : 0;

    for (unsigned id = 1; id < count; id++) {
        read_text(btf__name_by_offset(btf, btf__type_by_id(btf, id)->name_off));
        sink += (size_t)btf__resolve_size(btf, id);
    }
}

/* Relocating needs the kernel's own types for such a map, and libbpf 1.1 asks for them even where
 * it has none because no kernel is concerned: bpftool -L dies of it, too. */
static int has_struct_ops(struct bpf_object *object)
{
    struct bpf_map *map;

    bpf_object__for_each_map(map, object)
        if (bpf_map__type(map) == BPF_MAP_TYPE_STRUCT_OPS)
            return 1;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "content");
    LIBBPF_OPTS(gen_loader_opts, loader);
    struct bpf_object *object;

    libbpf_set_print(say);
    object = bpf_object__open_mem(data, size, &options);
    if (!object || libbpf_get_error(object))
        return -1;
    read_text(bpf_object__name(object));
    sink += bpf_object__kversion(object);
    walk_programs(object);
    walk_maps(object);
    walk_btf(object);
    /* What the target kernel lacks may make this fail; the file has been accepted by then. */
    if (!has_struct_ops(object) && !bpf_object__gen_loader(object, &loader))
        (void)bpf_object__load(object);
    bpf_object__close(object);
    return 0;
}
