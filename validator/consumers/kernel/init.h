/* What the parts of the init program share. Every one runs inside a virtual machine that reads
 * nothing but files handed to it; whatever they do wrong ends with that machine. */
#ifndef CONTENTGATE_INIT_H
#define CONTENTGATE_INIT_H

#include <stddef.h>

/* One way into the kernel. `load` returns 0 when the kernel takes the bytes, else an errno, and
 * may leave words of the kernel about it with `note`. `use` then does what a system does with
 * loaded content. `reset` brings the kernel back to where `prepare` left it, or returns an errno. */
struct interface {
    const char *name;
    int (*prepare)(void);
    int (*load)(const void *data, size_t size);
    void (*use)(void);
    int (*reset)(void);
};

extern const struct interface selinux_interface;
extern const struct interface apparmor_interface;
extern const struct interface btf_interface;
#ifdef WITH_LIBBPF
extern const struct interface bpf_elf_interface;
#endif

/* Keep words of the kernel that do not come through its log. */
void note(const char *text, size_t size);

/* Write text to a file that exists already; 0 or an errno. */
int write_to(const char *path, const void *data, size_t size);

/* Read at most size - 1 bytes of a file and end them with a zero byte; bytes read, or -1. */
long read_from(const char *path, char *text, size_t size);

/* Open files, sockets and pipes as any program does, so that a loaded policy is asked. */
void live(void);

#endif
