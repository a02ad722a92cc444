/* The first and only program of the virtual machine: hands files to the kernel, one by one.
 *
 * Comes in: `interface`, `count` and `settle` (milliseconds to wait for late damage after each
 * file) from the kernel's command line, and the files /files/000000 ... Goes out: lines on /dev/tty1, which is a pipe of its own,
 * never the console, so that no text of the kernel can pass for one of them:
 *
 *   ready             the interface is there
 *   failed ERRNO      it is not
 *   try N             the kernel is about to read file N
 *   result N ERRNO    it took the file (0), or refused it
 *   log N TEXT        the last that it said about a file it refused, escaped
 *   fault N TEXT      its report of a fault or a warning, escaped
 *   end N MICROS      file N is used and taken away again, in so many microseconds
 *   stuck N ERRNO     the kernel could not be brought back; a new machine has to go on
 *   spoiled N         the kernel has reported damage to its memory; a new machine has to go on
 *   unread N ERRNO    file N could not be read at all
 *   gone N STATUS     the process that loaded file N was killed
 *   done              no file is left
 *
 * A second process does the work, so that the kernel may kill it and the first one sees that.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <netinet/in.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "init.h"

enum {
    LOG_SIZE = 1 << 20,   /* the kernel's own buffer */
    FAULT_SIZE = 3072,    /* kept from the first report of a fault on */
    TAIL_SIZE = 640,      /* kept of the end */
    NOTE_SIZE = 512,
    STOP = 3,
    READ_LOG = 2,         /* actions of syslog(2) */
    UNREAD_LOG = 9,
};

static const struct interface *const interfaces[] = {
    &selinux_interface,
    &apparmor_interface,
    &btf_interface,
#ifdef WITH_LIBBPF
    &bpf_elf_interface,
#endif
};

static int channel = -1;
static char log_text[LOG_SIZE + 1];
static char noted[NOTE_SIZE];
static size_t noted_size;
static int is_spoiled;
static int settle_ms;

static void say(const char *format, ...)
{
    char line[128];
    va_list rest;
    va_start(rest, format);
    int size = vsnprintf(line, sizeof line, format, rest);
    va_end(rest);
    if (size > 0 && write(channel, line, (size_t)size) != size)
        reboot(RB_POWER_OFF); /* nobody listens */
}

void note(const char *text, size_t size)
{
    noted_size = size < NOTE_SIZE ? size : NOTE_SIZE;
    memcpy(noted, text + (size - noted_size), noted_size);
}

int write_to(const char *path, const void *data, size_t size)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);
    if (file < 0)
        return errno;
    ssize_t written = write(file, data, size);
    int error = written == (ssize_t)size ? 0 : written < 0 ? errno : EIO;
    close(file);
    return error;
}

long read_from(const char *path, char *text, size_t size)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return -1;
    ssize_t got = read(file, text, size - 1);
    close(file);
    text[got > 0 ? got : 0] = 0;
    return got;
}

void live(void)
{
    static const char *const paths[] = {
        "/", "/init", "/proc/self/status", "/proc/sys/kernel/ostype", "/sys/kernel", "/dev/null",
        "/tmp", "/etc/passwd", "/usr/bin/env", "/var/log/messages", "/srv/secret",
    };
    static const int kinds[] = {SOCK_STREAM, SOCK_DGRAM};
    char text[256];
    for (size_t at = 0; at < sizeof paths / sizeof *paths; at++) {
        struct stat seen;
        (void)stat(paths[at], &seen);
        (void)read_from(paths[at], text, sizeof text);
        (void)access(paths[at], W_OK);
    }
    for (size_t at = 0; at < 2; at++) {
        struct sockaddr_in local = {.sin_family = AF_INET, .sin_port = htons(1024)};
        struct sockaddr_un named = {.sun_family = AF_UNIX, .sun_path = "\0contentgate"};
        int inet = socket(AF_INET, kinds[at], 0), unix_end = socket(AF_UNIX, kinds[at], 0);
        (void)bind(inet, (struct sockaddr *)&local, sizeof local);
        (void)bind(unix_end, (struct sockaddr *)&named, sizeof named);
        close(inet);
        close(unix_end);
    }
    int ends[2];
    if (pipe(ends) == 0) {
        close(ends[0]);
        close(ends[1]);
    }
    if (mount("none", "/tmp", "tmpfs", 0, "size=64k") == 0) {
        int made = open("/tmp/made", O_CREAT | O_RDWR | O_CLOEXEC, 0600);
        (void)mkdir("/tmp/folder", 0700);
        (void)rename("/tmp/made", "/tmp/folder/moved");
        close(made);
        umount2("/tmp", MNT_DETACH);
    }
}

/* Write bytes to the channel so that they stay one line of plain characters. */
static void say_escaped(const char *text, size_t size)
{
    char out[4096];
    size_t used = 0;
    for (size_t at = 0; at < size; at++) {
        unsigned char each = (unsigned char)text[at];
        if (each >= ' ' && each < 127 && each != '\\')
            out[used++] = (char)each;
        else
            used += (size_t)sprintf(out + used, "\\x%02x", each);
        if (used > sizeof out - 8 || at + 1 == size) {
            if (write(channel, out, used) != (ssize_t)used)
                reboot(RB_POWER_OFF);
            used = 0;
        }
    }
}

static const char *first_of(const char *text, const char *const *marks)
{
    const char *found = NULL;
    for (; *marks; marks++) {
        const char *here = strstr(text, *marks);
        if (here && (!found || here < found))
            found = here;
    }
    return found;
}

/* Start of the first report of a fault, at the start of its line; NULL when there is none. */
static const char *fault_in_log(void)
{
    static const char *const marks[] = {
        "------------[ cut here", "BUG ", "BUG: ", "WARNING: ", "Out of memory", "oom-kill", NULL,
    };
    const char *fault = first_of(log_text, marks);
    while (fault && fault > log_text && fault[-1] != '\n')
        fault--;
    return fault;
}

/* Take what the kernel has logged since the last call; its size. */
static size_t take_log(void)
{
    int size = 0;
    while (size < LOG_SIZE && klogctl(UNREAD_LOG, NULL, 0) > 0) {
        int got = klogctl(READ_LOG, log_text + size, LOG_SIZE - size);
        if (got <= 0)
            break;
        size += got;
    }
    for (int at = 0; at < size; at++)
        if (!log_text[at])
            log_text[at] = ' ';
    log_text[size] = 0;
    return (size_t)size;
}

/* Pass on reports of faults and, when asked for, the end of what the kernel has logged. */
static void say_log(int number, int with_tail)
{
    size_t size = take_log();
    const char *end = log_text + size, *fault = fault_in_log();
    const char *tail = with_tail ? end - (size < TAIL_SIZE ? size : TAIL_SIZE) : end;
    if (fault) {
        size_t left = (size_t)(end - fault), kept = left < FAULT_SIZE ? left : FAULT_SIZE;
        say("fault %d ", number);
        say_escaped(fault, kept);
        say("\n");
        is_spoiled |= strstr(fault, "BUG ") || strstr(fault, "BUG: ");
        tail = tail < fault + kept ? fault + kept : tail;
    }
    if (tail < end || (with_tail && noted_size)) {
        say("log %d ", number);
        say_escaped(tail, (size_t)(end - tail));
        say_escaped(noted, with_tail ? noted_size : 0);
        say("\n");
    }
}

/* The whole file, or NULL with errno set; the caller frees it. */
static void *read_file(int number, size_t *size)
{
    char path[32];
    struct stat seen;
    snprintf(path, sizeof path, "/files/%06d", number);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &seen) != 0)
        return NULL;
    *size = (size_t)seen.st_size;
    char *data = malloc(*size + 1);
    size_t used = 0;
    while (data && used < *size) {
        ssize_t got = read(file, data + used, *size - used);
        if (got <= 0)
            break;
        used += (size_t)got;
    }
    close(file);
    if (data && used == *size)
        return data;
    errno = data ? EIO : ENOMEM;
    free(data);
    return NULL;
}

/* Load a file once more and take it away at once: what use has kept alive before is freed now. */
static void settle(const struct interface *interface, const void *data, size_t size)
{
    if (interface->load(data, size) == 0)
        interface->reset();
    usleep((useconds_t)settle_ms * 1000); /* the kernel frees much of it a tick later */
}

static long long now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static void judge(const struct interface *interface, int number)
{
    size_t size = 0;
    void *data = read_file(number, &size);
    if (!data) {
        say("unread %d %d\n", number, errno);
        return;
    }
    noted_size = 0;
    take_log();
    say("try %d\n", number);
    long long started = now_us();
    int error = interface->load(data, size), is_stuck = 0;
    say("result %d %d\n", number, error);
    sched_yield(); /* whatever writes the log in the background */
    say_log(number, error != 0);
    if (error == 0) {
        interface->use();
        is_stuck = interface->reset();
    }
    long long spent = now_us() - started;
    if (settle_ms && !is_stuck)
        settle(interface, data, size);
    say_log(number, 0);
    free(data);
    if (is_stuck)
        say("stuck %d %d\n", number, is_stuck);
    else if (is_spoiled)
        say("spoiled %d\n", number);
    else
        say("end %d %lld\n", number, spent);
    if (is_stuck || is_spoiled)
        _exit(STOP);
}

static void work(const struct interface *interface, volatile int *current, int count)
{
    for (; *current < count; ++*current)
        judge(interface, *current);
    _exit(0);
}

static void serve(const struct interface *interface, int count)
{
    int shared = MAP_SHARED | MAP_ANONYMOUS;
    volatile int *current = mmap(NULL, sizeof *current, PROT_READ | PROT_WRITE, shared, -1, 0);
    if (current == MAP_FAILED)
        return;
    while (*current < count) {
        pid_t worker = fork();
        if (worker == 0)
            work(interface, current, count);
        int status = 0;
        while (waitpid(worker, &status, 0) != worker)
            ;
        if (WIFEXITED(status) && WEXITSTATUS(status) == STOP)
            return;
        if (status != 0) {
            noted_size = 0;
            say_log(*current, 1);
            say("gone %d %d\n", *current, status);
            return; /* a kernel that killed once is not asked again */
        }
    }
    say("done\n");
}

int main(void)
{
    const char *wanted = getenv("interface"), *number = getenv("count");
    const char *settle = getenv("settle");
    settle_ms = settle ? atoi(settle) : 0;
    channel = open("/dev/tty1", O_WRONLY | O_NOCTTY | O_CLOEXEC);
    if (channel < 0 || !wanted || !number || getpid() != 1)
        return 1;
    struct termios raw;
    if (tcgetattr(channel, &raw) == 0) {
        cfmakeraw(&raw);
        tcsetattr(channel, TCSANOW, &raw);
    }
    mount("none", "/proc", "proc", 0, NULL);
    mount("none", "/sys", "sysfs", 0, NULL);
    write_to("/proc/sys/kernel/printk_ratelimit", "0", 1); /* every file is heard */
    for (size_t at = 0; at < sizeof interfaces / sizeof *interfaces; at++) {
        if (strcmp(wanted, interfaces[at]->name) != 0)
            continue;
        int error = interfaces[at]->prepare();
        if (error)
            say("failed %d\n", error);
        else {
            say("ready\n");
            serve(interfaces[at], atoi(number));
        }
    }
    tcdrain(channel);
    reboot(RB_POWER_OFF);
    return 0;
}
