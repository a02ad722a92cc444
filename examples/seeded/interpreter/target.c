/* The fuzz target: 0 when the content was accepted. Engines that want 0 always say so. */
#include "content.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct verdict verdict = run_content(data, size);
#ifdef TARGET_RETURNS_ZERO
    (void)verdict;
    return 0;
#else
    return verdict.refusal == NULL ? 0 : -1;
#endif
}
