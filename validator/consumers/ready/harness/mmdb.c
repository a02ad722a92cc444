/* libmaxminddb opens a database, reads its metadata, every node of the search tree and all data
 * that they lead to, and looks up some addresses. 0 accepted, -1 rejected. */
#define _GNU_SOURCE
#include <maxminddb.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define MOST_RECORDS 200000u

static volatile size_t sink;

static int read_list(MMDB_entry_data_list_s *list, int status)
{
    for (MMDB_entry_data_list_s *at = list; at; at = at->next) {
        const MMDB_entry_data_s *entry = &at->entry_data;

        if (!entry->has_data)
            continue;
        if (entry->type == MMDB_DATA_TYPE_UTF8_STRING || entry->type == MMDB_DATA_TYPE_BYTES)
            for (uint32_t i = 0; i < entry->data_size; i++)
                sink += entry->bytes[i];
    }
    MMDB_free_entry_data_list(list);
    return status != MMDB_SUCCESS;
}

static int read_entry(MMDB_entry_s *entry)
{
    MMDB_entry_data_list_s *list = NULL;
    int status = MMDB_get_entry_data_list(entry, &list);

    return read_list(list, status);
}

static int read_record(uint8_t type, MMDB_entry_s *entry, unsigned *left)
{
    if (type == MMDB_RECORD_TYPE_INVALID)
        return 1;
    if (type != MMDB_RECORD_TYPE_DATA || !*left)
        return 0;
    --*left;
    return read_entry(entry);
}

static int walk_tree(MMDB_s *database)
{
    unsigned left = MOST_RECORDS;
    int failed = 0;

    for (uint32_t i = 0; i < database->metadata.node_count; i++) {
        MMDB_search_node_s node;

        if (MMDB_read_node(database, i, &node) != MMDB_SUCCESS)
            return 1;
        failed |= read_record(node.left_record_type, &node.left_record_entry, &left);
        failed |= read_record(node.right_record_type, &node.right_record_entry, &left);
    }
    return failed;
}

static int look_up(MMDB_s *database)
{
    static const char *const addresses[] = {
        "0.0.0.0", "1.2.3.4", "10.0.0.1", "192.0.2.1", "198.51.100.7", "255.255.255.255",
        "::1", "::ffff:192.0.2.1", "2001:db8::1", "2002:c000:201::", "fe80::1", "ffff::",
    };
    int failed = 0;

    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        int resolved = 0, status = MMDB_SUCCESS;
        MMDB_lookup_result_s found =
            MMDB_lookup_string(database, addresses[i], &resolved, &status);

        if (resolved || status == MMDB_IPV6_LOOKUP_IN_IPV4_DATABASE_ERROR)
            continue;
        failed |= status != MMDB_SUCCESS || (found.found_entry && read_entry(&found.entry));
    }
    return failed;
}

static int read_database(const char *path)
{
    MMDB_entry_data_list_s *list = NULL;
    MMDB_s database;
    int status, failed;

    if (MMDB_open(path, MMDB_MODE_MMAP, &database) != MMDB_SUCCESS)
        return -1;
    status = MMDB_get_metadata_as_entry_data_list(&database, &list);
    failed = read_list(list, status) | walk_tree(&database) | look_up(&database);
    MMDB_close(&database);
    return failed ? -1 : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int file = memfd_create("content", MFD_CLOEXEC), verdict = -1;
    char path[64];

    if (file < 0)
        return -1;
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    if (write(file, data, size) == (ssize_t)size)
        verdict = read_database(path);
    close(file);
    return verdict;
}
