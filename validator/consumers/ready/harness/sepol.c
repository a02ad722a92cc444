/* libsepol reads a kernel policy, and does with it what its users do: write it out again, as
 * load_policy and secilc do, say it in both source languages, as checkpolicy does, drop what is
 * redundant, and answer access questions about the initial SIDs, as audit2why does.
 * 0 accepted, -1 rejected. */
#include <sepol/debug.h>
#include <sepol/handle.h>
#include <sepol/kernel_to_cil.h>
#include <sepol/kernel_to_conf.h>
#include <sepol/policydb.h>
#include <sepol/policydb/policydb.h>
#include <sepol/policydb/services.h>
#include <sepol/sepol.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LAST_SID 27u
#define MOST_CLASSES 64u
#define SAY_BELOW (512u << 10) /* larger policies take seconds to say and to optimize */

static sepol_policydb_t *read_policy(sepol_handle_t *handle, const uint8_t *data, size_t size)
{
    sepol_policydb_t *policy = NULL;
    sepol_policy_file_t *file = NULL;
    char *copy = malloc(size ? size : 1); /* the library takes a pointer to what may be written */

    if (!copy || sepol_policydb_create(&policy) || sepol_policy_file_create(&file)) {
        free(copy);
        return NULL;
    }
    memcpy(copy, data, size);
    sepol_policy_file_set_mem(file, copy, size);
    sepol_policy_file_set_handle(file, handle);
    if (sepol_policydb_read(policy, file)) {
        sepol_policydb_free(policy);
        policy = NULL;
    }
    sepol_policy_file_free(file);
    free(copy);
    return policy;
}

static int write_policy(sepol_handle_t *handle, sepol_policydb_t *policy)
{
    void *image = NULL;
    size_t size = 0;
    int failed = sepol_policydb_to_image(handle, policy, &image, &size);

    free(image);
    return failed;
}

static void say_policy(sepol_policydb_t *policy)
{
    FILE *nowhere = fopen("/dev/null", "w");

    if (!nowhere)
        return;
    (void)sepol_kernel_policydb_to_conf(nowhere, &policy->p);
    (void)sepol_kernel_policydb_to_cil(nowhere, &policy->p);
    fclose(nowhere);
}

static void ask_about(unsigned source, unsigned target, unsigned classes)
{
    for (unsigned class = 1; class <= classes; class++) {
        struct sepol_av_decision decision;
        unsigned reason = 0;
        sepol_security_id_t other = 0;
        char *said = NULL;

        (void)sepol_compute_av_reason_buffer(source, target, (sepol_security_class_t)class,
                                             0xffffffffu, &decision, &reason, &said, 0);
        free(said);
        (void)sepol_change_sid(source, target, (sepol_security_class_t)class, &other);
        (void)sepol_member_sid(source, target, (sepol_security_class_t)class, &other);
    }
}

/* Whether the policy gives an initial SID a context; only such SIDs may be asked about. */
static int has_context(unsigned sid)
{
    char *context = NULL;
    size_t length = 0;
    sepol_security_id_t again = 0;
    int failed = sepol_sid_to_context(sid, &context, &length);

    if (!failed && context)
        (void)sepol_context_to_sid(context, length, &again);
    free(context);
    return !failed;
}

/* -1 when the initial SIDs cannot be loaded, which is a rejection, too. */
static int answer_questions(const uint8_t *data, size_t size, unsigned classes)
{
    FILE *file = fmemopen((void *)(uintptr_t)data, size, "r");
    unsigned known[LAST_SID], count = 0;
    int failed;

    if (!file)
        return -1;
    failed = sepol_set_policydb_from_file(file);
    fclose(file);
    if (failed)
        return -1;
    for (unsigned sid = 1; sid <= LAST_SID; sid++)
        if (has_context(sid))
            known[count++] = sid;
    for (unsigned source = 0; source < count; source++)
        for (unsigned target = 0; target < count; target += 5)
            ask_about(known[source], known[target], classes);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sepol_handle_t *handle = sepol_handle_create();
    sepol_policydb_t *policy;
    unsigned classes = 0;
    int failed = 1;

    sepol_debug(0);
    if (!handle)
        return -1;
    sepol_msg_set_callback(handle, NULL, NULL);
    policy = read_policy(handle, data, size);
    if (policy) {
        classes = policy->p.p_classes.nprim;
        failed = write_policy(handle, policy);
        if (size < SAY_BELOW) {
            say_policy(policy);
            (void)sepol_policydb_optimize(policy);
        }
        sepol_policydb_free(policy);
    }
    sepol_handle_destroy(handle);
    if (!failed)
        failed = answer_questions(data, size, classes < MOST_CLASSES ? classes : MOST_CLASSES);
    return failed ? -1 : 0;
}
