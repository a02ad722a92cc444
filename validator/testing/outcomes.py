"""Errors of the user, and what is not installed, as pytest tells them: without a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from validator.errors import ConsumerError, ContentgateError, InternalError
from validator.testing.choice import SKIP, Choice


@contextmanager
def reported(choice: Choice) -> Iterator[None]:
    """Turn errors of the user into failures of the test, and a missing consumer into a skip.

    Args:
        choice: says whether a consumer that cannot be run is a failure.
    """
    try:
        yield
    except InternalError:
        raise
    except ConsumerError as error:
        if choice.missing == SKIP:
            pytest.skip(f"contentgate: {error}")
        pytest.fail(
            f"contentgate: {error}\n  hint      --contentgate-missing=skip skips such tests",
            pytrace=False,
        )
    except ContentgateError as error:
        pytest.fail(f"contentgate: {error}", pytrace=False)
