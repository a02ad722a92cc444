"""The consumer of kind `kernel`."""

from validator.consumers.kernel.consumer import (
    INSTALL,
    KERNEL,
    KernelConsumer,
    find_kernel,
)
from validator.consumers.kernel.folder import init_recipe

__all__ = ["INSTALL", "KERNEL", "KernelConsumer", "find_kernel", "init_recipe"]
