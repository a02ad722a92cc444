"""Names of kinds, interfaces and ready-made consumers, for configurations and completion.

It imports nothing: whoever only has to know what may be written need not load what runs it.
"""

READY_NAMES = (
    "yara",
    "yara-python",
    "libsepol",
    "checkpolicy",
    "libbpf-btf",
    "libbpf-elf",
    "bpftool-btf",
    "bpftool-elf",
    "sig-list-to-certs",
    "virt-fw-sigdb",
    "systemd-hwdb",
    "iucode-tool",
    "libmaxminddb",
    "kernel-selinux",
    "kernel-apparmor",
    "kernel-btf",
    "kernel-bpf-elf",
)
KERNEL_INTERFACES = ("selinux", "apparmor", "btf", "bpf_elf")
ENTRY = "LLVMFuzzerTestOneInput"
