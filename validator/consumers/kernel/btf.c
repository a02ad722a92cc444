/* Types of programs (BTF), by bpf(2). */
#include <errno.h>
#include <linux/bpf.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "init.h"

enum { WORDS_SIZE = 1 << 16 };

static char words[WORDS_SIZE];
static int loaded = -1;

static int bpf(int command, union bpf_attr *attributes, size_t size)
{
    return (int)syscall(SYS_bpf, command, attributes, size);
}

static int btf_prepare(void)
{
    union bpf_attr nothing = {0};
    return bpf(BPF_BTF_LOAD, &nothing, sizeof nothing) < 0 && errno == ENOSYS ? errno : 0;
}

static int btf_load(const void *data, size_t size)
{
    union bpf_attr wanted = {0};
    words[0] = 0;
    wanted.btf = (unsigned long)data;
    wanted.btf_size = (unsigned)size;
    wanted.btf_log_buf = (unsigned long)words;
    wanted.btf_log_size = WORDS_SIZE;
    wanted.btf_log_level = 1;
    loaded = bpf(BPF_BTF_LOAD, &wanted, sizeof wanted);
    int error = loaded < 0 ? errno : 0;
    if (error == ENOSPC) { /* the words did not fit: ask for the verdict alone */
        wanted.btf_log_buf = 0;
        wanted.btf_log_size = wanted.btf_log_level = 0;
        loaded = bpf(BPF_BTF_LOAD, &wanted, sizeof wanted);
        error = loaded < 0 ? errno : 0;
    }
    if (error)
        note(words, strnlen(words, WORDS_SIZE));
    return error;
}

/* Ask for the types back, as bpftool does, and make a map of each of the first ones. */
static void btf_use(void)
{
    struct bpf_btf_info info = {.btf = (unsigned long)words, .btf_size = WORDS_SIZE};
    union bpf_attr asked = {0};
    asked.info.bpf_fd = (unsigned)loaded;
    asked.info.info_len = sizeof info;
    asked.info.info = (unsigned long)&info;
    (void)bpf(BPF_OBJ_GET_INFO_BY_FD, &asked, sizeof asked);
    for (unsigned type = 1; type <= 64; type++)
        for (unsigned size = 1; size <= 64; size *= 2) {
            union bpf_attr map = {0};
            map.map_type = BPF_MAP_TYPE_HASH;
            map.key_size = map.value_size = size;
            map.max_entries = 1;
            map.btf_fd = (unsigned)loaded;
            map.btf_key_type_id = map.btf_value_type_id = type;
            int made = bpf(BPF_MAP_CREATE, &map, sizeof map);
            if (made >= 0)
                close(made);
        }
}

static int btf_reset(void)
{
    close(loaded);
    loaded = -1;
    return 0;
}

const struct interface btf_interface = {"btf", btf_prepare, btf_load, btf_use, btf_reset};
