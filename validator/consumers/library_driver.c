/* Feeds one file after the other to a fuzz target in a shared library.
 *
 *   library_driver LIBRARY ENTRY CPU_SECONDS          serves descriptors 3 (requests), 4 (answers)
 *   library_driver LIBRARY ENTRY CPU_SECONDS FILE     runs one file by hand: exit 0 or 1
 *
 * A request is eight bytes of token and a path that ends with a zero byte. An answer is the token,
 * a letter (A accepted, R rejected, E cannot be read, H ready), and four little-endian u32: largest
 * resident set in KiB, processor time in microseconds, length of a text, count of coverage bytes;
 * then the text and the bytes. An empty path is answered with H, the path "\1" ends the worker.
 *
 * Files are read by a worker, a copy that this process makes of itself after loading. When it ends,
 * the answer W comes, with a token of zeros and its wait status as text, and there is a new one.
 * The functions __sanitizer_cov_* are what instrumented code calls.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { REQUESTS = 3, ANSWERS = 4, MAX_REGIONS = 4096, TOKEN = 8, MAP = 1 << 16 };

typedef int (*entry_fn)(const uint8_t *, size_t);
typedef int (*init_fn)(int *, char ***);

static struct { uint8_t *start, *end; } regions[MAX_REGIONS];
static size_t region_count;
static uint32_t guard_count;
static uint8_t *guard_hits, *pc_hits;
static uintptr_t module_base;

static void add_region(uint8_t *start, uint8_t *end) {
    for (size_t i = 0; i < region_count; i++)
        if (regions[i].start == start) return;
    if (start < end && region_count < MAX_REGIONS) {
        regions[region_count].start = start;
        regions[region_count++].end = end;
    }
}

static void bump(uint8_t *hits) {
    if (*hits < 255) ++*hits;
}

/* -fsanitize-coverage=inline-8bit-counters, inline-bool-flag */
void __sanitizer_cov_8bit_counters_init(uint8_t *start, uint8_t *end) { add_region(start, end); }
void __sanitizer_cov_bool_flag_init(uint8_t *start, uint8_t *end) { add_region(start, end); }
void __sanitizer_cov_pcs_init(const uintptr_t *start, const uintptr_t *end) {
    (void)start;
    (void)end;
}

/* -fsanitize-coverage=trace-pc-guard */
void __sanitizer_cov_trace_pc_guard_init(uint32_t *start, uint32_t *stop) {
    if (start == stop || *start) return;
    for (uint32_t *guard = start; guard < stop; guard++) *guard = ++guard_count;
    uint8_t *grown = realloc(guard_hits, guard_count + 1);
    if (!grown) _exit(111);
    guard_hits = memset(grown, 0, guard_count + 1);
}
void __sanitizer_cov_trace_pc_guard(uint32_t *guard) {
    if (*guard && *guard <= guard_count) bump(&guard_hits[*guard]);
}

/* -fsanitize-coverage=trace-pc: all that gcc has. A place is its distance from the load address. */
void __sanitizer_cov_trace_pc(void) {
    uintptr_t place = (uintptr_t)__builtin_return_address(0) - module_base;
    if (!pc_hits) pc_hits = calloc(MAP, 1);
    if (pc_hits) bump(&pc_hits[(place ^ place >> 16) & (MAP - 1)]);
}

/* What else -fsanitize=fuzzer-no-link calls; of no use here. */
__thread uintptr_t __sancov_lowest_stack = UINTPTR_MAX;
#define IGNORE2(name, type) void name(type a, type b) { (void)a; (void)b; }
#define IGNORE1(name, type) void name(type a) { (void)a; }
IGNORE2(__sanitizer_cov_trace_cmp1, uint8_t)
IGNORE2(__sanitizer_cov_trace_cmp2, uint16_t)
IGNORE2(__sanitizer_cov_trace_cmp4, uint32_t)
IGNORE2(__sanitizer_cov_trace_cmp8, uint64_t)
IGNORE2(__sanitizer_cov_trace_const_cmp1, uint8_t)
IGNORE2(__sanitizer_cov_trace_const_cmp2, uint16_t)
IGNORE2(__sanitizer_cov_trace_const_cmp4, uint32_t)
IGNORE2(__sanitizer_cov_trace_const_cmp8, uint64_t)
IGNORE1(__sanitizer_cov_trace_div4, uint32_t)
IGNORE1(__sanitizer_cov_trace_div8, uint64_t)
IGNORE1(__sanitizer_cov_trace_gep, uintptr_t)
IGNORE1(__sanitizer_cov_trace_pc_indir, uintptr_t)
void __sanitizer_cov_trace_switch(uint64_t value, uint64_t *cases) {
    (void)value;
    (void)cases;
}

extern int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

static size_t coverage_size(void) {
    size_t size = guard_count + (pc_hits ? (size_t)MAP : 0);
    for (size_t i = 0; i < region_count; i++) size += (size_t)(regions[i].end - regions[i].start);
    return size;
}

/* Copy all counters (to is not NULL) or set them to zero. */
static void each_counter(uint8_t *to) {
    for (size_t i = 0; i < region_count; i++) {
        size_t size = (size_t)(regions[i].end - regions[i].start);
        if (to) to = mempcpy(to, regions[i].start, size);
        else memset(regions[i].start, 0, size);
    }
    if (guard_count) {
        if (to) to = mempcpy(to, guard_hits + 1, guard_count);
        else memset(guard_hits, 0, guard_count + 1);
    }
    if (pc_hits) {
        if (to) memcpy(to, pc_hits, MAP);
        else memset(pc_hits, 0, MAP);
    }
}

static void put(const void *data, size_t size) {
    const char *at = data;
    while (size) {
        ssize_t done = write(ANSWERS, at, size);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) _exit(112);
        at += done;
        size -= (size_t)done;
    }
}

static uint64_t usage(uint32_t *peak_kib) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    *peak_kib = (uint32_t)used.ru_maxrss;
    return (uint64_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000u +
           (uint64_t)(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}

static void frame(const char *token, char letter, uint32_t peak_kib, uint64_t cpu_us,
                  const char *text, uint8_t *room, size_t covered) {
    unsigned char head[TOKEN + 17];
    uint32_t numbers[4];
    numbers[0] = peak_kib;
    numbers[1] = (uint32_t)cpu_us;
    numbers[2] = (uint32_t)strlen(text);
    numbers[3] = (uint32_t)covered;
    memcpy(head, token, TOKEN);
    head[TOKEN] = (unsigned char)letter;
    for (size_t i = 0; i < 16; i++)
        head[TOKEN + 1 + i] = (unsigned char)(numbers[i / 4] >> (8 * (i % 4)));
    put(head, sizeof head);
    put(text, numbers[2]);
    put(room, covered);
}

static void answer(const char *token, char letter, uint64_t started, const char *text,
                   uint8_t *room, size_t covered) {
    uint32_t peak;
    uint64_t now = usage(&peak);
    frame(token, letter, peak, now - started, text, room, covered);
}

static void allow_cpu(long seconds, uint64_t used_us) {
    struct rlimit limit;
    if (seconds < 0 || getrlimit(RLIMIT_CPU, &limit)) return;
    limit.rlim_cur = (rlim_t)(used_us / 1000000u) + 1 + (rlim_t)seconds;
    if (limit.rlim_max != RLIM_INFINITY && limit.rlim_cur > limit.rlim_max)
        limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_CPU, &limit);
}

/* Read a whole file into memory of exactly its size, so that sanitizers see every overrun. */
static uint8_t *read_file(const char *path, size_t *size) {
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return NULL;
    uint8_t *data = fstat(file, &status) ? NULL : malloc((size_t)status.st_size);
    *size = 0;
    while (data && *size < (size_t)status.st_size) {
        ssize_t done = read(file, data + *size, (size_t)status.st_size - *size);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) break;
        *size += (size_t)done;
    }
    if (data && *size < (size_t)status.st_size) {
        free(data);
        data = NULL;
        errno = EIO;
    }
    close(file);
    return data;
}

static void load(char **argv, entry_fn *entry) {
    char text[1024];
    void *library = dlopen(argv[1], RTLD_LAZY | RTLD_LOCAL);
    void *found = library ? dlsym(library, argv[2]) : NULL;
    if (!found) {
        const char *why = dlerror();
        snprintf(text, sizeof text, "%s", why ? why : "no such function");
        if (argv[4]) fprintf(stderr, "%s\n", text);
        else answer("\0\0\0\0\0\0\0", 'E', 0, text, NULL, 0);
        _exit(1);
    }
    Dl_info info;
    if (dladdr(found, &info)) module_base = (uintptr_t)info.dli_fbase;
    memcpy(entry, &found, sizeof found);
    void *init = dlsym(library, "LLVMFuzzerInitialize");
    if (init) {
        init_fn initialize;
        char *names[] = {argv[1], NULL}, **words = names;
        int count = 1;
        memcpy(&initialize, &init, sizeof init);
        initialize(&count, &words);
    }
}

static int serve(entry_fn entry, long cpu_s, int leaks) {
    static char request[TOKEN + 4096 + 1];
    size_t held = 0, room_size = 0;
    uint8_t *room = NULL;
    pid_t self = getpid();
    for (;;) {
        char *end = held > TOKEN ? memchr(request + TOKEN, 0, held - TOKEN) : NULL;
        if (!end) {
            ssize_t got = held < sizeof request
                              ? read(REQUESTS, request + held, sizeof request - held) : 0;
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) return 0;
            held += (size_t)got;
            continue;
        }
        size_t size = 0, covered;
        uint32_t peak;
        char token[TOKEN];
        memcpy(token, request, TOKEN);
        if (request[TOKEN] == 1) return 0;
        if (!request[TOKEN]) {
            held -= (size_t)(end + 1 - request);
            memmove(request, end + 1, held);
            answer(token, 'H', 0, "", NULL, 0);
            continue;
        }
        uint8_t *data = read_file(request + TOKEN, &size);
        if (!data) {
            answer(token, 'E', 0, strerror(errno), NULL, 0);
            return 0;
        }
        uint64_t started = usage(&peak);
        allow_cpu(cpu_s, started);
        each_counter(NULL);
        int result = entry(data, size);
        if (getpid() != self) _exit(0); /* a copy that the target made of itself */
        if ((covered = coverage_size()) > room_size) {
            free(room);
            room = malloc(room_size = covered);
        }
        if (room) each_counter(room);
        else covered = 0;
        free(data);
        if (leaks && __lsan_do_recoverable_leak_check) __lsan_do_recoverable_leak_check();
        fflush(NULL);
        held -= (size_t)(end + 1 - request);
        memmove(request, end + 1, held);
        answer(token, result ? 'R' : 'A', started, "", room, covered);
    }
}

static int thread_count(void) {
    int count = 0;
    DIR *tasks = opendir("/proc/self/task");
    if (!tasks) return 0;
    for (struct dirent *each; (each = readdir(tasks));) count += each->d_name[0] != '.';
    closedir(tasks);
    return count;
}

/* Serve by one worker after the other; threads would be missing in a copy, so with any, directly. */
static int keep_workers(entry_fn entry, long cpu_s, int leaks) {
    while (thread_count() == 1) {
        pid_t worker = fork();
        if (worker < 0) break;
        if (!worker) {
            setpgid(0, 0);
            return serve(entry, cpu_s, leaks);
        }
        int status = 0;
        struct rusage used;
        char text[16];
        while (wait4(worker, &status, 0, &used) < 0)
            if (errno != EINTR) return 1;
        kill(-worker, SIGKILL);
        struct pollfd requests = {REQUESTS, POLLIN, 0};
        if (poll(&requests, 1, 0) > 0 && requests.revents & POLLHUP) return 0;
        snprintf(text, sizeof text, "%d", status);
        frame("\0\0\0\0\0\0\0", 'W', (uint32_t)used.ru_maxrss,
              (uint64_t)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000u +
                  (uint64_t)(used.ru_utime.tv_usec + used.ru_stime.tv_usec),
              text, NULL, 0);
    }
    return serve(entry, cpu_s, leaks);
}

int main(int argc, char **argv) {
    entry_fn entry;
    if (argc < 4) {
        fprintf(stderr, "usage: %s LIBRARY ENTRY CPU_SECONDS [FILE]\n", argv[0]);
        return 2;
    }
    const char *options = getenv("ASAN_OPTIONS");
    int leaks = options && strstr(options, "detect_leaks=1");
    if (argc > 4) {
        size_t size;
        load(argv, &entry);
        uint8_t *data = read_file(argv[4], &size);
        if (!data) {
            perror(argv[4]);
            return 2;
        }
        int result = entry(data, size);
        free(data);
        printf("%s returned %d\n", argv[2], result);
        return result != 0;
    }
    load(argv, &entry);
    answer("\0\0\0\0\0\0\0", 'H', 0, "", NULL, 0);
    _exit(keep_workers(entry, strtol(argv[3], NULL, 10), leaks));
}
