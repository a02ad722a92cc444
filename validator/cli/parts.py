"""Where the small C parts of consumers are built: with the cache, or for one run only."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator

from validator.cli.warm import cache_folder

_NAME = "consumers"


@contextlib.contextmanager
def parts_folder() -> Iterator[str]:
    """Give a folder for what is built: in the cache, or a temporary one when that is off."""
    cache = cache_folder()
    if cache:
        yield os.path.join(cache, _NAME)
        return
    with tempfile.TemporaryDirectory(prefix="contentgate-") as folder:
        yield folder
