"""The consumer of kind `kernel`."""

from validator.consumers.kernel.consumer import (
    INSTALL,
    INTERFACES,
    KERNEL,
    KernelConsumer,
    find_kernel,
)

__all__ = ["INSTALL", "INTERFACES", "KERNEL", "KernelConsumer", "find_kernel"]
