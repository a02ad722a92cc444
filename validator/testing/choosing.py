"""The choice that options and ini file of pytest make; options go first."""

from __future__ import annotations

import os
import tempfile

import pytest

from validator.testing.choice import Choice


def choose(config: pytest.Config, regressions: str) -> Choice:
    """Return what a run works with.

    Args:
        config: of the run.
        regressions: folder of kept crashes; "" for none.
    """
    return Choice(
        root=str(config.rootpath),
        folder=_folder(config),
        config_file=config.getini("contentgate_config"),
        schema=config.getoption("--contentgate-schema") or config.getini("contentgate_schema"),
        consumer=config.getoption("--contentgate-consumer")
        or config.getini("contentgate_consumer"),
        contracts=tuple(config.getini("contentgate_contracts")),
        corpus=tuple(config.getini("contentgate_corpus")),
        regressions=regressions,
        missing=config.getoption("--contentgate-missing"),
        keeps=config.getoption("--contentgate-keep"),
    )


def _folder(config: pytest.Config) -> str:
    """Return the folder for failing files: with pytest's cache, unless that is off."""
    if config.pluginmanager.has_plugin("cacheprovider") and config.cache is not None:
        return str(config.cache.mkdir("contentgate"))
    folder = os.path.join(tempfile.gettempdir(), f"contentgate-{os.getuid()}")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    return folder
