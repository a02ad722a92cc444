/* Policies of SELinux: each is loaded as an update of a small policy of ours. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "init.h"

#define FOLDER "/sys/fs/selinux/"

enum { CONTEXTS = 2, CONTEXT_SIZE = 512, CLASSES = 3, NAME_SIZE = 300, ASKED_BOOLEANS = 16 };

static char ground[4096];
static size_t ground_size;

static int selinux_load(const void *data, size_t size)
{
    return write_to(FOLDER "load", data, size);
}

static int selinux_prepare(void)
{
    if (mount("none", FOLDER, "selinuxfs", 0, NULL) != 0)
        return errno;
    long size = read_from("/ground", ground, sizeof ground);
    if (size <= 0)
        return ENOENT;
    ground_size = (size_t)size;
    return selinux_load(ground, ground_size);
}

static int selinux_reset(void)
{
    return selinux_load(ground, ground_size);
}

/* Ask one of the question files: write the question, read the answer. */
static void ask(const char *name, const char *question)
{
    char path[64], answer[1024];
    snprintf(path, sizeof path, FOLDER "%s", name);
    int file = open(path, O_RDWR | O_CLOEXEC);
    if (file < 0)
        return;
    if (write(file, question, strlen(question)) > 0)
        (void)!read(file, answer, sizeof answer);
    close(file);
}

static int read_contexts(char contexts[CONTEXTS][CONTEXT_SIZE])
{
    static const char *const names[CONTEXTS] = {"kernel", "unlabeled"};
    int count = 0;
    for (int at = 0; at < CONTEXTS; at++) {
        char path[64];
        snprintf(path, sizeof path, FOLDER "initial_contexts/%s", names[at]);
        if (read_from(path, contexts[count], CONTEXT_SIZE) > 0)
            count++;
    }
    return count;
}

static int read_classes(int *numbers)
{
    DIR *folder = opendir(FOLDER "class");
    struct dirent *entry;
    int count = 0;
    while (folder && count < CLASSES && (entry = readdir(folder))) {
        char path[NAME_SIZE + 64], text[32];
        snprintf(path, sizeof path, FOLDER "class/%s/index", entry->d_name);
        if (entry->d_name[0] != '.' && read_from(path, text, sizeof text) > 0)
            numbers[count++] = atoi(text);
    }
    if (folder)
        closedir(folder);
    return count;
}

static void flip_booleans(void)
{
    DIR *folder = opendir(FOLDER "booleans");
    struct dirent *entry;
    for (int left = ASKED_BOOLEANS; folder && left && (entry = readdir(folder));) {
        char path[NAME_SIZE + 64], text[8];
        snprintf(path, sizeof path, FOLDER "booleans/%s", entry->d_name);
        if (entry->d_name[0] != '.' && read_from(path, text, sizeof text) > 0) {
            write_to(path, text[0] == '0' ? "1" : "0", 1);
            left--;
        }
    }
    if (folder)
        closedir(folder);
    write_to(FOLDER "commit_pending_bools", "1", 1);
}

/* Read the whole policy back, as `sesearch` does. */
static void read_back(void)
{
    static char text[1 << 16];
    int file = open(FOLDER "policy", O_RDONLY | O_CLOEXEC);
    while (file >= 0 && read(file, text, sizeof text) > 0)
        ;
    close(file);
}

static void selinux_use(void)
{
    char contexts[CONTEXTS][CONTEXT_SIZE], question[2 * CONTEXT_SIZE + 32];
    int classes[CLASSES];
    int num_contexts = read_contexts(contexts), num_classes = read_classes(classes);
    flip_booleans();
    for (int pair = 0; pair < num_contexts * num_contexts; pair++)
        for (int at = 0; at < num_classes; at++) {
            const char *source = contexts[pair / num_contexts];
            const char *target = contexts[pair % num_contexts];
            snprintf(question, sizeof question, "%s %s %d", source, target, classes[at]);
            ask("access", question);
            ask("create", question);
            ask("relabel", question);
            ask("member", question);
        }
    for (int at = 0; at < num_contexts; at++) {
        ask("context", contexts[at]);
        snprintf(question, sizeof question, "%s %.*s", contexts[at],
                 (int)strcspn(contexts[at], ":"), contexts[at]);
        ask("user", question);
    }
    read_back();
    live();
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    while (child > 0 && waitpid(child, NULL, 0) != child)
        ;
}

const struct interface selinux_interface = {
    "selinux", selinux_prepare, selinux_load, selinux_use, selinux_reset,
};
