/* Says where a fault happened, for libraries whose faults nobody else reports: sanitizers do, and
 * a library that handles signals itself keeps its handlers.
 *
 *   contentgate: SIGSEGV
 *       #0 in parse (reader.so+0x1234)
 *       #1 ...
 *
 * Names are those of functions in the symbol tables of the library and of those that it needs, which
 * are read beforehand, so that the handler needs nothing that may be broken when it runs. Then the
 * fault takes its course.
 */
#define _GNU_SOURCE
#include <elf.h>
#include <execinfo.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <ucontext.h>
#include <unistd.h>

void say_faults(void);

enum { MAX_FRAMES = 48, MAX_MODULES = 256, MAX_FUNCTIONS = 1 << 20, SHOWN = 24, STACK = 1 << 16 };

static struct { uintptr_t start, end, base; const char *name; } modules[MAX_MODULES];
static size_t module_count;
static struct { uintptr_t start, end; const char *name; } *functions;
static size_t function_count;
static char stack[STACK];

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Take the functions of one symbol table; everything that the file says is behind a bound. */
static size_t take_symbols(const uint8_t *file, size_t size, const ElfW(Shdr) *table,
                           const ElfW(Shdr) *names, uintptr_t base) {
    if (table->sh_offset > size || table->sh_size > size - table->sh_offset) return 0;
    if (names->sh_offset > size || names->sh_size > size - names->sh_offset) return 0;
    if (!names->sh_size || file[names->sh_offset + names->sh_size - 1]) return 0;
    size_t count = table->sh_size / sizeof(ElfW(Sym)), before = function_count;
    if (count > MAX_FUNCTIONS - function_count) return 0;
    void *grown = realloc(functions, (function_count + count + 1) * sizeof *functions);
    if (!grown) return 0;
    functions = grown;
    for (size_t i = 0; i < count; i++) {
        ElfW(Sym) symbol;
        memcpy(&symbol, file + table->sh_offset + i * sizeof symbol, sizeof symbol);
        int is_function = (symbol.st_info & 15) == STT_FUNC;
        if (!is_function || !symbol.st_size || symbol.st_name >= names->sh_size) continue;
        functions[function_count].start = base + symbol.st_value;
        functions[function_count].end = base + symbol.st_value + symbol.st_size;
        functions[function_count++].name = (const char *)file + names->sh_offset + symbol.st_name;
    }
    return function_count - before;
}

static void read_functions(const char *path, uintptr_t base) {
    struct stat status;
    size_t taken = 0;
    int handle = open(path, O_RDONLY | O_CLOEXEC);
    if (handle < 0) return;
    size_t size = fstat(handle, &status) || status.st_size < 0 ? 0 : (size_t)status.st_size;
    const uint8_t *file = size < sizeof(ElfW(Ehdr))
                              ? MAP_FAILED
                              : mmap(NULL, size, PROT_READ, MAP_PRIVATE, handle, 0);
    close(handle);
    if (file == MAP_FAILED) return;
    ElfW(Ehdr) head;
    memcpy(&head, file, sizeof head);
    size_t count = head.e_shnum;
    int is_sound = !memcmp(head.e_ident, ELFMAG, SELFMAG) && head.e_shoff <= size &&
                   head.e_shentsize == sizeof(ElfW(Shdr)) &&
                   count <= (size - head.e_shoff) / sizeof(ElfW(Shdr));
    for (uint32_t wanted = SHT_SYMTAB; is_sound && !taken; wanted = SHT_DYNSYM) {
        for (size_t i = 0; i < count; i++) {
            ElfW(Shdr) table, names;
            memcpy(&table, file + head.e_shoff + i * sizeof table, sizeof table);
            if (table.sh_type != wanted || table.sh_link >= count) continue;
            memcpy(&names, file + head.e_shoff + table.sh_link * sizeof names, sizeof names);
            taken = take_symbols(file, size, &table, &names, base);
            break;
        }
        if (wanted == SHT_DYNSYM) break;
    }
}

static int is_system(const char *name) {
    static const char *const names[] = {"libc.so", "libm.so", "libdl.so", "ld-linux", "libgcc_s"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (!strncmp(name, names[i], strlen(names[i]))) return 1;
    return !*name || !strncmp(name, "linux-vdso", 10);
}

static int note_module(struct dl_phdr_info *info, size_t size, void *unused) {
    (void)size;
    (void)unused;
    if (module_count == MAX_MODULES) return 1;
    uintptr_t start = UINTPTR_MAX, end = 0;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        if (part->p_type != PT_LOAD) continue;
        uintptr_t at = info->dlpi_addr + part->p_vaddr;
        if (at < start) start = at;
        if (at + part->p_memsz > end) end = at + part->p_memsz;
    }
    if (start >= end) return 0;
    const char *path = info->dlpi_name ? info->dlpi_name : "";
    const char *name = strdup(last_part(path));
    if (!is_system(last_part(path))) read_functions(path, info->dlpi_addr);
    modules[module_count].start = start;
    modules[module_count].end = end;
    modules[module_count].base = info->dlpi_addr;
    modules[module_count++].name = name ? name : "";
    return 0;
}

static size_t text(char *to, size_t at, size_t room, const char *from) {
    while (*from && at + 1 < room) {
        char letter = *from++;
        to[at++] = letter > ' ' && letter < 127 ? letter : letter == ' ' ? ' ' : '?';
    }
    return at;
}

static size_t number(char *to, size_t at, size_t room, uintptr_t value, unsigned base) {
    char digits[2 * sizeof value + 8];
    size_t count = 0;
    do {
        digits[count++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value);
    while (count && at + 1 < room) to[at++] = digits[--count];
    return at;
}

/* Say one frame; 0 when it is in no library, which is where the stack leaves what is of interest. */
static int say_frame(unsigned place, uintptr_t pc) {
    char line[512];
    size_t at = text(line, 0, sizeof line, "    #"), room = sizeof line, i = 0;
    uintptr_t inside = place ? pc - 1 : pc; /* of a caller: the call, not what comes after it */
    while (i < module_count && (inside < modules[i].start || inside >= modules[i].end)) i++;
    if (i == module_count || !modules[i].name[0]) return 0;
    at = number(line, at, room, place, 10);
    for (size_t k = 0; k < function_count; k++) {
        if (inside < functions[k].start || inside >= functions[k].end) continue;
        at = text(line, at, room, " in ");
        at = text(line, at, 300, functions[k].name);
        break;
    }
    at = text(line, at, room, " (");
    at = text(line, at, 450, modules[i].name);
    at = text(line, at, room, "+0x");
    at = number(line, at, room, inside - modules[i].base, 16);
    at = text(line, at, room, ")");
    line[at++] = '\n';
    return write(STDERR_FILENO, line, at) == (ssize_t)at;
}

static const char *name_of(int number) {
    switch (number) {
    case SIGSEGV: return "contentgate: SIGSEGV\n";
    case SIGBUS: return "contentgate: SIGBUS\n";
    case SIGFPE: return "contentgate: SIGFPE\n";
    case SIGILL: return "contentgate: SIGILL\n";
    case SIGTRAP: return "contentgate: SIGTRAP\n";
    }
    return "contentgate: SIGABRT\n";
}

static uintptr_t pc_of(const void *context) {
    const ucontext_t *at = context;
#if defined __x86_64__
    return (uintptr_t)at->uc_mcontext.gregs[REG_RIP];
#elif defined __aarch64__
    return (uintptr_t)at->uc_mcontext.pc;
#else
    (void)at;
    return 0;
#endif
}

/* Where a call of something that is no code came from: what it left to return to. */
static uintptr_t caller_of(const void *context) {
    const ucontext_t *at = context;
#if defined __x86_64__
    return *(const uintptr_t *)at->uc_mcontext.gregs[REG_RSP];
#elif defined __aarch64__
    return (uintptr_t)at->uc_mcontext.regs[30];
#else
    (void)at;
    return 0;
#endif
}

static void on_fault(int number, siginfo_t *info, void *context) {
    void *frames[MAX_FRAMES];
    const char *title = name_of(number);
    uintptr_t pc = pc_of(context);
    (void)info;
    signal(number, SIG_DFL); /* also for a fault in here */
    if (write(STDERR_FILENO, title, strlen(title)) >= 0) {
        if (!say_frame(0, pc)) say_frame(1, caller_of(context));
        int count = backtrace(frames, MAX_FRAMES), at = 0;
        while (at < count && (uintptr_t)frames[at] != pc) at++;
        int first = at < count ? at + 1 : 2; /* past this handler and the frame of the signal */
        unsigned place = 1;
        for (int i = first; i < count && place < SHOWN; i++)
            if (!say_frame(place++, (uintptr_t)frames[i])) break;
    }
    raise(number);
}

/* Let faults of this process say where they happened. */
void say_faults(void) {
    static const int numbers[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP};
    void *frames[2];
    dl_iterate_phdr(note_module, NULL);
    backtrace(frames, 2); /* loads what it needs now, not in a handler */
    stack_t other = {.ss_sp = stack, .ss_size = sizeof stack, .ss_flags = 0};
    if (sigaltstack(&other, NULL)) return;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        struct sigaction before, now;
        if (sigaction(numbers[i], NULL, &before)) continue;
        if (before.sa_flags & SA_SIGINFO || before.sa_handler != SIG_DFL) continue;
        memset(&now, 0, sizeof now);
        now.sa_sigaction = on_fault;
        now.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
        sigaction(numbers[i], &now, NULL);
    }
}
