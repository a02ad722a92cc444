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
 * The path "\2" means the inputs in shared memory, descriptor 5, laid out as arena.py says. They are
 * read one after the other until one prints something, or time is up; what became of each stands
 * there too, and the answer is B, with the number of those that were read as text.
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
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { REQUESTS = 3, ANSWERS = 4, ARENA = 5, MAX_REGIONS = 4096, TOKEN = 8, MAP = 1 << 16 };
enum { MOST_COMPARED = 512, MOST_AT_ONE_PLACE = 8 };
enum { MOST_INPUTS = 256, INPUTS_AT = 16384, BATCH_NS = 200000000, CPU_STEP_US = 500000 };

/* Shared memory, see arena.py: head, records, inputs, maps, and what was seen of maps. */
struct arena {
    char token[TOKEN];
    volatile uint32_t at, looked;
    volatile uint64_t started_ns;
    uint32_t covered, count, is_novel_only, unused;
    uint64_t inputs_size, maps_size, seen_size;
    char rest[4096 - 64];
    struct record {
        char token[TOKEN];
        uint32_t result, wall_us, cpu_us, peak_kib, map_at, unused;
    } records[MOST_INPUTS];
};
static struct arena *arena;

void say_faults(void); /* of library_crash.c */

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

/* -fsanitize-coverage=trace-cmp, and memcmp and the like of AddressSanitizer: what was compared and
 * differs. With CONTENTGATE_COMPARISONS in the environment this stands in the place of counters, as
 * comparisons.py says: a count, then of each its width in bytes (0: texts), lengths, both operands. */
static struct compared { uint8_t width, sizes[2], sides[2][16]; } compared[MOST_COMPARED];
static uint32_t compared_count;
static uint8_t compared_at[4096];
static int is_comparing;

static void note_compared(uintptr_t place, int width, const void *a, size_t a_size, const void *b,
                          size_t b_size) {
    uint8_t *often = &compared_at[(place ^ place >> 12) & 4095];
    if (*often >= MOST_AT_ONE_PLACE || compared_count >= MOST_COMPARED) return;
    struct compared *one = &compared[compared_count];
    is_comparing = 0; /* what this compares itself is of no interest, and would end nowhere */
    memset(one, 0, sizeof *one);
    one->width = (uint8_t)width;
    one->sizes[0] = (uint8_t)(a_size < 16 ? a_size : 16);
    one->sizes[1] = (uint8_t)(b_size < 16 ? b_size : 16);
    memcpy(one->sides[0], a, one->sizes[0]);
    memcpy(one->sides[1], b, one->sizes[1]);
    uint32_t at = 0;
    while (at < compared_count && memcmp(&compared[at], one, sizeof *one)) at++;
    if (at == compared_count) ++*often, compared_count++;
    is_comparing = 1;
}

#define PLACE ((uintptr_t)__builtin_return_address(0))
#define COMPARE(name, type)                                                                        \
    void name(type a, type b) {                                                                    \
        if (is_comparing && a != b) note_compared(PLACE, sizeof a, &a, sizeof a, &b, sizeof b);    \
    }
COMPARE(__sanitizer_cov_trace_cmp1, uint8_t)
COMPARE(__sanitizer_cov_trace_cmp2, uint16_t)
COMPARE(__sanitizer_cov_trace_cmp4, uint32_t)
COMPARE(__sanitizer_cov_trace_cmp8, uint64_t)
COMPARE(__sanitizer_cov_trace_const_cmp1, uint8_t)
COMPARE(__sanitizer_cov_trace_const_cmp2, uint16_t)
COMPARE(__sanitizer_cov_trace_const_cmp4, uint32_t)
COMPARE(__sanitizer_cov_trace_const_cmp8, uint64_t)

void __sanitizer_cov_trace_switch(uint64_t value, uint64_t *cases) {
    if (!is_comparing) return;
    for (uint64_t at = 0; at < cases[0] && at < MOST_AT_ONE_PLACE; at++)
        if (cases[2 + at] != value)
            note_compared(PLACE, (int)(cases[1] / 8), &value, cases[1] / 8, &cases[2 + at],
                          cases[1] / 8);
}

void __sanitizer_weak_hook_memcmp(void *pc, const void *a, const void *b, size_t size, int result) {
    if (is_comparing && result && size > 1)
        note_compared((uintptr_t)pc, 0, a, size, b, size);
}
void __sanitizer_weak_hook_strncmp(void *pc, const char *a, const char *b, size_t size, int result) {
    if (is_comparing && result)
        note_compared((uintptr_t)pc, 0, a, strnlen(a, size < 16 ? size : 16), b,
                      strnlen(b, size < 16 ? size : 16));
}
void __sanitizer_weak_hook_strcmp(void *pc, const char *a, const char *b, int result) {
    __sanitizer_weak_hook_strncmp(pc, a, b, 16, result);
}

/* What else -fsanitize=fuzzer-no-link calls; of no use here. */
__thread uintptr_t __sancov_lowest_stack = UINTPTR_MAX;
#define IGNORE1(name, type) void name(type a) { (void)a; }
IGNORE1(__sanitizer_cov_trace_div4, uint32_t)
IGNORE1(__sanitizer_cov_trace_div8, uint64_t)
IGNORE1(__sanitizer_cov_trace_gep, uintptr_t)
IGNORE1(__sanitizer_cov_trace_pc_indir, uintptr_t)

extern int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

static size_t coverage_size(void) {
    if (is_comparing) return sizeof compared_count + sizeof compared;
    size_t size = guard_count + (pc_hits ? (size_t)MAP : 0);
    for (size_t i = 0; i < region_count; i++) size += (size_t)(regions[i].end - regions[i].start);
    return size;
}

/* Copy all counters (to is not NULL) or set them to zero. */
static void each_counter(uint8_t *to) {
    if (is_comparing) {
        if (to) memcpy(mempcpy(to, &compared_count, sizeof compared_count), compared, sizeof compared);
        compared_count = 0;
        memset(compared_at, 0, sizeof compared_at);
        return;
    }
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
    say_faults();
}

static uint64_t now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void open_arena(void) {
    struct stat status;
    if (fstat(ARENA, &status) || status.st_size < INPUTS_AT) return;
    void *found = mmap(NULL, (size_t)status.st_size, PROT_READ | PROT_WRITE, MAP_SHARED, ARENA, 0);
    if (found == MAP_FAILED) return;
    arena = found;
    uint64_t rest = (uint64_t)status.st_size - INPUTS_AT;
    if (arena->inputs_size > rest || arena->maps_size > rest - arena->inputs_size ||
        arena->seen_size != rest - arena->inputs_size - arena->maps_size)
        arena = NULL;
    close(ARENA);
}

/* Note what a run of counters shows that was not seen before, by the classes of AFL: 1, 2, 3, 4-7,
 * 8-15, 16-31, 32-127 and more. */
static int note_new(const uint8_t *at, size_t size, uint8_t *seen) {
    int is_new = 0;
    for (size_t i = 0; i < size; i++) {
        uint64_t eight;
        while (i + 8 <= size && (memcpy(&eight, at + i, 8), !eight)) i += 8;
        if (i >= size) break;
        uint8_t hits = at[i];
        if (!hits) continue;
        int class = hits < 4 ? hits - 1 : hits < 8 ? 3 : hits < 16 ? 4 : hits < 32 ? 5 : 6;
        class += hits > 127;
        if (!(seen[i] & 1 << class)) seen[i] |= (uint8_t)(1 << class), is_new = 1;
    }
    return is_new;
}

static int is_new_coverage(void) {
    uint8_t *seen = (uint8_t *)arena + INPUTS_AT + arena->inputs_size + arena->maps_size;
    int is_new = 0;
    if (coverage_size() > arena->seen_size) return 1;
    for (size_t i = 0; i < region_count; i++) {
        size_t size = (size_t)(regions[i].end - regions[i].start);
        is_new |= note_new(regions[i].start, size, seen);
        seen += size;
    }
    if (guard_count) is_new |= note_new(guard_hits + 1, guard_count, seen);
    if (pc_hits) is_new |= note_new(pc_hits, MAP, seen + guard_count);
    return is_new;
}

static int has_printed(void) {
    int out = 0, err = 0;
    fflush(NULL);
    if (ioctl(1, FIONREAD, &out)) out = 0;
    if (ioctl(2, FIONREAD, &err)) err = 0;
    return out > 0 || err > 0;
}

/* Keep what became of an input; its counters too, when they are asked for. */
static void keep(struct record *one, const char *token, int result, uint64_t *maps) {
    size_t covered = coverage_size();
    memcpy(one->token, token, TOKEN);
    one->result = result != 0;
    one->map_at = UINT32_MAX;
    arena->covered = (uint32_t)covered;
    if (!covered || *maps + covered > arena->maps_size) return;
    if (arena->is_novel_only && !is_new_coverage()) return;
    one->map_at = (uint32_t)*maps;
    each_counter((uint8_t *)arena + INPUTS_AT + arena->inputs_size + *maps);
    *maps += covered;
}

/* Call the target. Stacks end here: who reports a fault, or looks up names for it, is spared the
 * frames of this program and of the C library, whose debugging symbols take longer than all else. */
__attribute__((noinline)) static int call(entry_fn entry, const uint8_t *data, size_t size) {
#if defined __x86_64__ && defined __GCC_HAVE_DWARF2_CFI_ASM
    __asm__ volatile(".cfi_undefined rip");
#elif defined __aarch64__ && defined __GCC_HAVE_DWARF2_CFI_ASM
    __asm__ volatile(".cfi_undefined x30");
#endif
    volatile int result = entry(data, size); /* no jump, which would leave no frame */
    return result;
}

static uint32_t serve_batch(const char *token, entry_fn entry, long cpu_s, int leaks) {
    const uint8_t *input = (const uint8_t *)arena + INPUTS_AT, *end = input + arena->inputs_size;
    uint64_t maps = 0, batch_ns = now_ns(), allowed = 0;
    uint32_t looked = arena->looked, done = 0, count = arena->count, peak;
    uint64_t used = usage(&peak);
    pid_t self = getpid();
    memcpy(arena->token, token, TOKEN);
    while (done < count && done < MOST_INPUTS) {
        uint32_t size;
        if (end - input < 4) break;
        memcpy(&size, input, 4);
        if ((size_t)(end - input - 4) < size) break;
        arena->covered = (uint32_t)coverage_size();
        if (maps + arena->covered > arena->maps_size) break;
        uint8_t *data = malloc(size);
        if (!data) break;
        memcpy(data, input + 4, size);
        if (!done || used - allowed > CPU_STEP_US) allow_cpu(cpu_s, allowed = used);
        each_counter(NULL);
        uint64_t started = now_ns();
        arena->at = done;
        arena->started_ns = started;
        if (mprotect(arena, INPUTS_AT, PROT_NONE)) _exit(113);
        int result = call(entry, data, size);
        if (getpid() != self) _exit(0); /* a copy that the target made of itself */
        if (mprotect(arena, INPUTS_AT, PROT_READ | PROT_WRITE)) _exit(113);
        if (fcntl(ANSWERS, F_GETFD) < 0 || fcntl(REQUESTS, F_GETFD) < 0) _exit(112);
        struct record *one = &arena->records[done];
        one->wall_us = (uint32_t)((now_ns() - started) / 1000);
        keep(one, token, result, &maps);
        free(data);
        if (leaks && __lsan_do_recoverable_leak_check) __lsan_do_recoverable_leak_check();
        uint64_t now = usage(&peak);
        one->cpu_us = (uint32_t)(now - used);
        one->peak_kib = peak;
        used = now;
        done++;
        input += 4 + (((size_t)size + 3) & ~(size_t)3);
        if (input > end || has_printed() || arena->looked != looked) break;
        if (now_ns() - batch_ns > BATCH_NS) break;
    }
    return done;
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
        if (request[TOKEN] == 2 && arena) {
            char text[16];
            held -= (size_t)(end + 1 - request);
            memmove(request, end + 1, held);
            snprintf(text, sizeof text, "%u", serve_batch(token, entry, cpu_s, leaks));
            answer(token, 'B', 0, text, NULL, 0);
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
        int result = call(entry, data, size);
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
        int result = call(entry, data, size);
        free(data);
        printf("%s returned %d\n", argv[2], result);
        return result != 0;
    }
    open_arena();
    is_comparing = getenv("CONTENTGATE_COMPARISONS") != NULL;
    load(argv, &entry);
    answer("\0\0\0\0\0\0\0", 'H', 0, "", NULL, 0);
    _exit(keep_workers(entry, strtol(argv[3], NULL, 10), leaks));
}
