"""The consumer of kind `kernel`; lazy, as few campaigns boot one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.lazy import lazy_names

if TYPE_CHECKING:
    from validator.consumers.kernel.consumer import (
        INSTALL,
        KERNEL,
        KernelConsumer,
        find_kernel,
    )
    from validator.consumers.kernel.folder import init_recipe

__all__ = ["INSTALL", "KERNEL", "KernelConsumer", "find_kernel", "init_recipe"]

__getattr__ = lazy_names(
    __name__,
    {
        "INSTALL": "consumer", "KERNEL": "consumer", "KernelConsumer": "consumer",
        "find_kernel": "consumer", "init_recipe": "folder",
    },
)  # fmt: skip
