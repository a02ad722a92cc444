/* systemd's reader of hardware databases, as udev uses it: opens the file and looks up the
 * properties of devices. Which devices is taken from the file: this walks the tree of match
 * strings for itself, cautiously, and asks for a name that leads to each node.
 * 0 accepted, -1 rejected. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* From sd-hwdb.h of systemd 252 and later; so libsystemd-dev is not needed. */
typedef struct sd_hwdb sd_hwdb;
int sd_hwdb_new_from_path(const char *path, sd_hwdb **ret);
sd_hwdb *sd_hwdb_unref(sd_hwdb *hwdb);
int sd_hwdb_seek(sd_hwdb *hwdb, const char *modalias);
int sd_hwdb_enumerate(sd_hwdb *hwdb, const char **key, const char **value);
int sd_hwdb_get(sd_hwdb *hwdb, const char *modalias, const char *key, const char **value);

#define MOST_QUERIES 4000u
#define MOST_VISITS 40000u
#define LONGEST 3000u
#define DEEPEST 200u
#define HEADER 80u
#define NODE 24u
#define CHILD 16u

struct walk {
    sd_hwdb *hwdb;
    const uint8_t *data;
    size_t size;
    unsigned queries, visits;
    char name[LONGEST + 1];
};

static volatile size_t sink;

static uint64_t word(const struct walk *walk, uint64_t at)
{
    uint64_t value = 0;

    if (at > walk->size || walk->size - at < 8)
        return 0;
    for (int i = 7; i >= 0; i--)
        value = value << 8 | walk->data[at + (unsigned)i];
    return value;
}

static void ask(struct walk *walk, const char *name)
{
    const char *key, *value;

    if (!walk->queries)
        return;
    walk->queries--;
    if (sd_hwdb_seek(walk->hwdb, name) < 0)
        return;
    while (sd_hwdb_enumerate(walk->hwdb, &key, &value) > 0)
        sink += strlen(key) + strlen(value);
}

/* Add a byte of a match string: what a pattern stands for is taken as its simplest match. */
static size_t append(struct walk *walk, size_t length, uint8_t byte)
{
    if (length == LONGEST || !byte || byte == '*' || byte == ']')
        return length;
    walk->name[length] = byte == '?' || byte == '[' ? 'a' : (char)byte;
    return length + 1;
}

static size_t append_prefix(struct walk *walk, size_t length, uint64_t at)
{
    while (at < walk->size && walk->data[at] && length < LONGEST)
        length = append(walk, length, walk->data[at++]);
    return length;
}

static void visit(struct walk *walk, uint64_t at, size_t length, unsigned depth)
{
    unsigned children;

    if (depth == DEEPEST || !walk->visits || !walk->queries)
        return;
    if (at > walk->size || walk->size - at < NODE)
        return;
    walk->visits--;
    length = append_prefix(walk, length, word(walk, at));
    walk->name[length] = 0;
    ask(walk, walk->name);
    children = walk->data[at + 8];
    for (unsigned i = 0; i < children; i++) {
        uint64_t entry = at + NODE + i * (uint64_t)CHILD;

        if (entry > walk->size || walk->size - entry < CHILD)
            return;
        visit(walk, word(walk, entry + 8), append(walk, length, walk->data[entry]), depth + 1);
    }
}

static int read_database(const char *path, const uint8_t *data, size_t size)
{
    static const char *const names[] = {
        "", "usb:v1D6Bp0002", "usb:v046DpC52B", "pci:v00008086d00001234sv0sd0bc03sc00i00",
        "evdev:input:b0003v046Dp4002", "evdev:atkbd:dmi:bvnA:bvrB:bd1:svnC:pnD:",
        "mouse:usb:v046dpc01d:name:Demo:", "OUI:001122334455", "acpi:PNP0A08:", "x",
    };
    static struct walk walk;
    const char *value;
    sd_hwdb *hwdb = NULL;

    if (sd_hwdb_new_from_path(path, &hwdb) < 0)
        return -1;
    walk = (struct walk){hwdb, data, size, MOST_QUERIES, MOST_VISITS, ""};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ask(&walk, names[i]);
        (void)sd_hwdb_get(hwdb, names[i], "ID_VENDOR_FROM_DATABASE", &value);
    }
    if (size >= HEADER)
        visit(&walk, word(&walk, 56), 0, 0);
    sd_hwdb_unref(hwdb);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int file = memfd_create("content", MFD_CLOEXEC), verdict = -1;
    char path[64];

    if (file < 0)
        return -1;
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    if (write(file, data, size) == (ssize_t)size)
        verdict = read_database(path, data, size);
    close(file);
    return verdict;
}
