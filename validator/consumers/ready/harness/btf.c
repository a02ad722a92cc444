/* libbpf reads raw BTF, is asked about every type what loaders ask, dumps all of it as C, turns
 * its byte order and takes it into another one, as linkers do. 0 accepted, -1 rejected. */
#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static volatile size_t sink;

static void swallow(void *context, const char *format, va_list args)
{
    char line[4096];

    (void)context;
    sink += (size_t)vsnprintf(line, sizeof line, format, args);
}

static int say(enum libbpf_print_level level, const char *format, va_list args)
{
    (void)level; /* why BTF is refused is told at the lowest one */
    return vfprintf(stderr, format, args);
}

static void read_name(const struct btf *btf, __u32 offset)
{
    const char *name = btf__name_by_offset(btf, offset);

    sink += name ? strlen(name) : 0;
}

static void read_parts(const struct btf *btf, const struct btf_type *type)
{
    unsigned count = btf_vlen(type);

    for (unsigned i = 0; i < count; i++) {
        switch (btf_kind(type)) {
        case BTF_KIND_STRUCT:
        case BTF_KIND_UNION:
            read_name(btf, btf_members(type)[i].name_off);
            sink += btf_member_bit_offset(type, i) + btf_member_bitfield_size(type, i);
            break;
        case BTF_KIND_ENUM:
            read_name(btf, btf_enum(type)[i].name_off);
            break;
        case BTF_KIND_ENUM64:
            read_name(btf, btf_enum64(type)[i].name_off);
            sink += (size_t)btf_enum64_value(&btf_enum64(type)[i]);
            break;
        case BTF_KIND_FUNC_PROTO:
            read_name(btf, btf_params(type)[i].name_off);
            break;
        case BTF_KIND_DATASEC:
            sink += btf_var_secinfos(type)[i].size;
            break;
        default:
            return;
        }
    }
}

static int dump_all(struct btf *btf, unsigned count)
{
    struct btf_dump *dump = btf_dump__new(btf, swallow, NULL, NULL);
    int failed = 0;

    if (!dump || libbpf_get_error(dump))
        return -1;
    for (unsigned id = 1; id < count; id++)
        failed |= btf_dump__dump_type(dump, id);
    btf_dump__free(dump);
    return failed;
}

static void take_over(struct btf *btf)
{
    struct btf *all = btf__new_empty();

    if (!all || libbpf_get_error(all))
        return;
    if (btf__add_btf(all, btf) > 0)
        (void)btf__dedup(all, NULL);
    btf__free(all);
}

static void turn(struct btf *btf)
{
    enum btf_endianness order = btf__endianness(btf);
    enum btf_endianness other = order == BTF_BIG_ENDIAN ? BTF_LITTLE_ENDIAN : BTF_BIG_ENDIAN;
    __u32 size = 0;

    (void)btf__set_endianness(btf, other);
    (void)btf__raw_data(btf, &size);
    (void)btf__set_endianness(btf, order);
    (void)btf__raw_data(btf, &size);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct btf *btf;
    unsigned count;
    int failed;

    libbpf_set_print(say);
    if (size > UINT32_MAX)
        return -1;
    btf = btf__new(data, (__u32)size);
    if (!btf || libbpf_get_error(btf))
        return -1;
    count = btf__type_cnt(btf);
    for (unsigned id = 1; id < count; id++) {
        const struct btf_type *type = btf__type_by_id(btf, id);

        read_name(btf, type->name_off);
        read_parts(btf, type);
        sink += (size_t)btf__resolve_size(btf, id);
        sink += (size_t)btf__resolve_type(btf, id);
        sink += (size_t)btf__align_of(btf, id);
    }
    failed = dump_all(btf, count);
    turn(btf);
    take_over(btf);
    btf__free(btf);
    return failed ? -1 : 0;
}
