/*
 * Integration code of sensor 7.16: collects the values of an IPC event for the interpreter.
 * It supplies 21 values, in the order of the template's parameters.
 */
#include "content.h"

#include <string.h>

#define TEXT(literal) {(literal), sizeof(literal) - 1}

static const struct input event[] = {
    TEXT("\\pipe\\mojo.4711.c2"),          /* pipe_name */
    TEXT("C:\\Windows\\explorer.exe"),     /* process_path */
    TEXT("alice"),                         /* process_user */
    TEXT("explorer.exe"),                  /* process_command */
    TEXT("C:\\Windows\\userinit.exe"),     /* parent_path */
    TEXT("alice"),                         /* parent_user */
    TEXT("userinit.exe"),                  /* parent_command */
    TEXT("Example Corp"),                  /* image_signer */
    TEXT("00112233445566778899"),          /* image_hash */
    TEXT(""),                              /* file_path */
    TEXT(""),                              /* file_owner */
    TEXT("IPC$"),                          /* share_name */
    TEXT("FILESERVER"),                    /* server_name */
    TEXT("LAPTOP-7"),                      /* client_name */
    TEXT("alice"),                         /* client_user */
    TEXT("1"),                             /* session_name */
    TEXT("WinSta0"),                       /* window_station */
    TEXT("Default"),                       /* desktop */
    TEXT("users"),                         /* token_group */
    TEXT("medium"),                        /* integrity_label */
    TEXT("fileserver.example"),            /* remote_host */
};

/* The fact that a contract is made of: its length stands in the debug information. */
const struct input *ipc_inputs[21];

static const struct input_set sets[] = {
    {"ipc", ipc_inputs, sizeof ipc_inputs / sizeof ipc_inputs[0]},
};

void supply_example_event(void)
{
    for (size_t i = 0; i < sizeof event / sizeof event[0]; i++) {
        ipc_inputs[i] = &event[i];
    }
}

const struct input_set *find_inputs(const char *template_name)
{
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        if (strcmp(sets[i].template_name, template_name) == 0) {
            return &sets[i];
        }
    }
    return NULL;
}
