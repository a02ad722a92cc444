/* Objects with eBPF programs, loaded as tools load them: libbpf reads the object, makes its maps and
 * gives its programs to the verifier; programs that it takes are run.
 *
 * libbpf stands between the file and the kernel. It runs in a process of its own, so that its own
 * death is told apart: the file is refused then, with words that name the signal. */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "init.h"

enum {
    WORDS_SIZE = 2048,
    PROGRAMS = 32,  /* tried one by one when not all of an object can be loaded */
    MAPS = 64,
    VALUE_SIZE = 1 << 16,
    PACKET_SIZE = 64,
    RUNS = 4,
    LOG_SIZE = 1 << 16,
    TERSE = 4, /* the verifier's reasons and counts, not every step of it */
};

struct answer {
    int error;
    size_t size;
    char words[WORDS_SIZE];
};

static char log[LOG_SIZE];   /* what the verifier said to the program that was loaded last */
static struct answer answer; /* the end of what libbpf and the verifier said */
static int to_loader = -1;   /* closed: it ends without using anything */
static pid_t loader;

/* Keep words, the last ones when there are too many. */
static void add(const char *text, size_t size)
{
    size_t more = size < WORDS_SIZE ? size : WORDS_SIZE;
    size_t kept = answer.size + more > WORDS_SIZE ? WORDS_SIZE - more : answer.size;
    memmove(answer.words, answer.words + (answer.size - kept), kept);
    memcpy(answer.words + kept, text + (size - more), more);
    answer.size = kept + more;
}

static int listen_to(enum libbpf_print_level level, const char *format, va_list rest)
{
    static char line[WORDS_SIZE];
    if (level == LIBBPF_DEBUG)
        return 0;
    int size = vsnprintf(line, sizeof line, format, rest);
    if (size > 0)
        add(line, (size_t)size < sizeof line ? (size_t)size : sizeof line - 1);
    return 0;
}

/* Load an object, or one program of it alone; NULL with errno set. */
static struct bpf_object *load_object(const void *data, size_t size, int only)
{
    LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = "content");
    struct bpf_object *object = bpf_object__open_mem(data, size, &options);
    if (!object)
        return NULL;
    struct bpf_program *program;
    int number = 0;
    log[0] = 0;
    bpf_object__for_each_program(program, object) {
        /* With a log of ours the verifier is asked once, not again and again with a larger log. */
        (void)bpf_program__set_log_buf(program, log, sizeof log);
        (void)bpf_program__set_log_level(program, TERSE);
        if (only >= 0)
            bpf_program__set_autoload(program, number++ == only);
    }
    struct bpf_map *map;
    bpf_object__for_each_map(map, object)
        if (bpf_map__pin_path(map))
            bpf_map__set_pin_path(map, NULL); /* nothing outlives its file */
    int error = only >= number && only >= 0 ? -ENOENT : bpf_object__load(object);
    if (!error)
        return object;
    bpf_object__close(object);
    errno = -error;
    return NULL;
}

/* Put an entry into every map, find it, and delete it, as a program's other half does. */
static void use_maps(const struct bpf_object *object)
{
    static char key[VALUE_SIZE], value[VALUE_SIZE];
    struct bpf_map *map;
    int left = MAPS;
    bpf_object__for_each_map(map, object) {
        int file = bpf_map__fd(map);
        if (file < 0 || left-- == 0 || bpf_map__key_size(map) > VALUE_SIZE ||
            bpf_map__value_size(map) > VALUE_SIZE / 64)
            continue;
        (void)bpf_map_get_next_key(file, NULL, key);
        (void)bpf_map_update_elem(file, key, value, BPF_ANY);
        (void)bpf_map_lookup_elem(file, key, value);
        (void)bpf_map_delete_elem(file, key);
    }
}

/* Run programs on a packet of zeros; the kernel refuses that for kinds that it cannot run so. */
static void use_programs(const struct bpf_object *object)
{
    static char packet[PACKET_SIZE], result[PACKET_SIZE + 256];
    struct bpf_program *program;
    int left = PROGRAMS;
    bpf_object__for_each_program(program, object) {
        if (bpf_program__fd(program) < 0 || left-- == 0)
            continue;
        LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = packet, .data_size_in = sizeof packet,
                    .data_out = result, .data_size_out = sizeof result, .repeat = RUNS);
        (void)bpf_prog_test_run_opts(bpf_program__fd(program), &options);
    }
}

/* The loader's process: answer, wait to be told to go on, use what is loaded. */
static void serve_loader(const void *data, size_t size, int from_parent, int to_parent)
{
    libbpf_set_strict_mode(LIBBPF_STRICT_ALL);
    libbpf_set_print(listen_to);
    struct bpf_object *object = load_object(data, size, -1);
    answer.error = object ? 0 : errno ? errno : EINVAL;
    if (!object)
        add(log, strnlen(log, sizeof log));
    /* What is too complex takes the verifier seconds: not twice. */
    for (int only = 0; !object && answer.error != E2BIG && only < PROGRAMS; only++) {
        struct answer kept = answer;
        struct bpf_object *part = load_object(data, size, only);
        int is_over = !part && errno == ENOENT;
        if (part) {
            use_maps(part);
            use_programs(part);
            bpf_object__close(part);
        }
        answer = kept;
        if (is_over)
            break;
    }
    (void)!write(to_parent, &answer, sizeof answer);
    char word;
    if (object && read(from_parent, &word, 1) == 1) {
        use_maps(object);
        use_programs(object);
    }
    if (object)
        bpf_object__close(object);
    _exit(0);
}

/* Let the loader end; its wait status. */
static int end_loader(void)
{
    int status = 0;
    close(to_loader);
    to_loader = -1;
    while (loader > 0 && waitpid(loader, &status, 0) < 0 && errno == EINTR)
        ;
    loader = 0;
    return status;
}

static int bpf_elf_prepare(void)
{
    union bpf_attr nothing;
    memset(&nothing, 0, sizeof nothing);
    int made = bpf_map_create(BPF_MAP_TYPE_ARRAY, NULL, 4, 4, 1, NULL);
    if (made < 0)
        return -made;
    close(made);
    return 0;
}

static int bpf_elf_load(const void *data, size_t size)
{
    int down[2], up[2];
    if (pipe(down) != 0 || pipe(up) != 0)
        return errno;
    memset(&answer, 0, sizeof answer);
    loader = fork();
    if (loader == 0) {
        close(down[1]);
        close(up[0]);
        serve_loader(data, size, down[0], up[1]);
    }
    close(down[0]);
    close(up[1]);
    to_loader = down[1];
    size_t used = 0;
    ssize_t got;
    while (used < sizeof answer &&
           (got = read(up[0], (char *)&answer + used, sizeof answer - used)) > 0)
        used += (size_t)got;
    close(up[0]);
    if (used == sizeof answer && answer.error == 0)
        return 0;
    int status = end_loader();
    if (used == sizeof answer) {
        note(answer.words, answer.size);
        return answer.error;
    }
    char words[128];
    int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    int length = snprintf(words, sizeof words, "the loader, libbpf, died: signal %d (%s)\n", signal,
                          strsignal(signal));
    note(words, (size_t)length);
    return ECHILD;
}

static void bpf_elf_use(void)
{
    if (to_loader >= 0)
        (void)!write(to_loader, "u", 1);
}

static int bpf_elf_reset(void)
{
    if (to_loader >= 0)
        (void)end_loader();
    return 0;
}

const struct interface bpf_elf_interface = {
    "bpf_elf", bpf_elf_prepare, bpf_elf_load, bpf_elf_use, bpf_elf_reset,
};
