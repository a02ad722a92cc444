/* Compiled profiles of AppArmor: loaded, entered by a process of their own, removed. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "init.h"

#define FOLDER "/sys/kernel/security/apparmor/"

enum { LIST_SIZE = 1 << 16, ENTERED = 2, NAME_SIZE = 4096 };

static char profiles[LIST_SIZE];

static int apparmor_prepare(void)
{
    if (mount("none", "/sys/kernel/security", "securityfs", 0, NULL) != 0)
        return errno;
    return access(FOLDER ".replace", W_OK) == 0 ? 0 : errno;
}

static int apparmor_load(const void *data, size_t size)
{
    return write_to(FOLDER ".replace", data, size);
}

/* The name of the next loaded profile, ended by a zero byte in place; NULL at the end. A line is
 * `NAME (MODE)`; NAME may contain anything else than a newline. */
static char *next_name(char **rest)
{
    while (*rest) {
        char *line = *rest, *end = strchr(line, '\n');
        if (end)
            *end = 0;
        *rest = end ? end + 1 : NULL;
        char *mode = strrchr(line, '(');
        if (mode && mode > line + 1) {
            mode[-1] = 0;
            return line;
        }
    }
    return NULL;
}

static char *read_profiles(void)
{
    size_t used = 0;
    int file = open(FOLDER "profiles", O_RDONLY | O_CLOEXEC);
    while (file >= 0 && used < LIST_SIZE - 1) {
        ssize_t got = read(file, profiles + used, LIST_SIZE - 1 - used);
        if (got <= 0)
            break;
        used += (size_t)got;
    }
    close(file);
    profiles[used] = 0;
    return profiles;
}

/* Run as a process that the profile confines. */
static void enter(const char *name)
{
    pid_t child = fork();
    if (child == 0) {
        char command[NAME_SIZE];
        char *const arguments[] = {"/init", NULL}, *const environment[] = {NULL};
        int size = snprintf(command, sizeof command, "changeprofile %s", name);
        write_to("/proc/self/attr/current", command, (size_t)size);
        live();
        (void)read_from("/proc/self/attr/current", command, sizeof command);
        kill(getppid(), 0);
        execve("/init", arguments, environment); /* ends at once: it is not the first process */
        _exit(0);
    }
    while (child > 0 && waitpid(child, NULL, 0) != child)
        ;
}

static void apparmor_use(void)
{
    char *rest = read_profiles(), *name;
    for (int left = ENTERED; left && (name = next_name(&rest)); left--)
        enter(name);
    live();
}

static int apparmor_reset(void)
{
    for (int round = 0; round < 8; round++) {
        char *rest = read_profiles(), *name;
        int error = 0, removed = 0;
        while ((name = next_name(&rest))) {
            int failed = write_to(FOLDER ".remove", name, strlen(name));
            if (!failed)
                removed++;
            else if (failed != ENOENT) /* gone with the profile that it was a part of */
                error = failed;
        }
        if (error)
            return error;
        if (!removed)
            return 0;
    }
    return 0;
}

const struct interface apparmor_interface = {
    "apparmor", apparmor_prepare, apparmor_load, apparmor_use, apparmor_reset,
};
