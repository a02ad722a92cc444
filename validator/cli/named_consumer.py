"""Which consumer a name on the command line means: a configured one, or a ready-made one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from validator.consumers.names import READY_NAMES
from validator.errors import ContentgateError, UsageError

if TYPE_CHECKING:
    from validator.consumers.protocol import Consumer
    from validator.gate.config import Config


def read_config(config_file: str | None) -> Config | None:
    """Return the configuration that is named, or the nearest one; None when there is none.

    Args:
        config_file: as on the command line.
    Raises:
        ConfigError: it cannot be used.
    """
    if config_file is None:
        from validator.gate.config_file import locate_config

        config_file = locate_config(os.path.abspath(os.curdir))
        if config_file is None:
            return None
    from validator.gate.config import load_config

    return load_config(config_file)


def known_names(config: Config | None) -> tuple[str, ...]:
    """Return the names of all consumers: of the configuration, then the ready-made ones.

    Args:
        config: the configuration, or None.
    """
    configured = tuple(config.consumers) if config is not None else ()
    return tuple(dict.fromkeys((*configured, *READY_NAMES)))


def require_known(name: str, config: Config | None, place: str) -> None:
    """Refuse a name that no consumer has.

    Args:
        name: as the user wrote it.
        config: the configuration, or None.
        place: what it was given as, for the message.
    Raises:
        UsageError: there is no such consumer.
    """
    from validator.contract.suggest import did_you_mean

    names = known_names(config)
    if name in names:
        return
    near = did_you_mean(name, names)
    hint = f"\n  hint      did you mean {near}?" if near else ""
    raise UsageError(
        f"{place}: no such consumer\n  expected  one of {', '.join(names)}\n"
        f"  found     {name}{hint}"
    )


def make_consumer(name: str, config: Config | None, build_folder: str) -> Consumer:
    """Make a consumer by name; the configuration goes before what is ready-made.

    Args:
        name: one of `known_names`.
        config: the configuration, or None.
        build_folder: where small C parts are built, once, and kept.
    Raises:
        ConsumerError: it cannot be run here; the message says what to install.
    """
    from validator.consumers.ready import make_ready
    from validator.gate.execution import build_consumer

    if config is not None and name in config.consumers:
        return build_consumer(config.consumers[name], config.root, build_folder)
    return make_ready(name, None, build_folder)


def complete_consumer(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the consumers whose names start with what was typed."""
    try:
        config = read_config(context.params.get("config_file"))
    except (ContentgateError, OSError):
        config = None  # a shell that completes is no place for its errors
    return [CompletionItem(name) for name in known_names(config) if name.startswith(incomplete)]
