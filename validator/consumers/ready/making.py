"""How ready-made consumers come to be: what is asked for, and one function a kind.

Comes in: an `Order`. Goes out: a consumer that can run. It refuses to know which consumers there
are, and whether what they need is there; that is `catalogue`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from validator.consumers.c_build import Recipe, build_c
from validator.consumers.command import FILE_PLACEHOLDER, CommandConsumer
from validator.consumers.kernel import KernelConsumer
from validator.consumers.library import LibraryConsumer
from validator.consumers.protocol import Consumer
from validator.consumers.python import PythonConsumer
from validator.consumers.ready.need import find_interpreter
from validator.consumers.sandbox import Limits
from validator.dataclass import dataclass

HARNESS = Path(__file__).parent / "harness"
_TARGETS = Path(__file__).parent / "targets"
# Undefined symbols are errors, so that a library that is too old is found out when it is built.
_FLAGS = ("-O1", "-g", "-std=gnu11", "-Wall", "-Wextra", "-shared", "-fPIC", "-Wl,--no-undefined")


@dataclass(frozen=True, slots=True)
class Order:
    """What one consumer is made of.

    Attributes:
        name: its name in findings.
        limits: what it may use.
        build_folder: where C parts are built and kept; must not be empty for kinds with such.
        env: additions to its environment.
    """

    name: str
    limits: Limits
    build_folder: str
    env: tuple[tuple[str, str], ...] = ()


Maker = Callable[[Order], Consumer]


def make_script(script: str, *, accept_output: str = "", reject_output: str = "") -> Maker:
    """Return what makes a consumer of kind `command` of a shell script of ours.

    Args:
        script: its file name; takes the path of the file, ends as the program does, or with
            exit status 2 when the script itself cannot go on.
        accept_output, reject_output: see `CommandConsumer`.
    """
    argv = ("sh", str(HARNESS / script), FILE_PLACEHOLDER)

    def make(order: Order) -> Consumer:
        return CommandConsumer(
            order.name,
            argv,
            limits=order.limits,
            env=dict(order.env),
            accept_output=accept_output,
            reject_output=reject_output,
        )

    return make


def make_target(target: str, distribution: str, gives: str) -> Maker:
    """Return what makes a consumer of kind `python` of a module in `targets`.

    Args:
        target: `module:function`.
        distribution: what its interpreter needs to have.
        gives: `bytes` or `path`.
    """

    def make(order: Order) -> Consumer:
        found = find_interpreter(distribution)
        return PythonConsumer(
            order.name,
            target,
            python=found.path if found else "",
            paths=(str(_TARGETS),),
            gives=gives,
            limits=order.limits,
            env=dict(order.env),
        )

    return make


def make_kernel(interface: str) -> Maker:
    """Return what makes a consumer of kind `kernel`.

    Args:
        interface: the part of the kernel that loads the file.
    """

    def make(order: Order) -> Consumer:
        folder = order.build_folder
        return KernelConsumer(order.name, interface, limits=order.limits, build_folder=folder)

    return make


def make_harness(recipe: Recipe) -> Maker:
    """Return what makes a consumer of kind `library` of a harness of ours.

    Args:
        recipe: how it is built.
    """

    def make(order: Order) -> Consumer:
        return LibraryConsumer(
            order.name,
            build_c(recipe, order.build_folder),
            limits=order.limits,
            env=dict(order.env),
            build_folder=order.build_folder,
        )

    return make


def library_recipe(source: str, link: str, install: str) -> Recipe:
    """Return how the harness of a library is built.

    Args:
        source: file name of the harness.
        link: for the linker, such as `-lsepol`.
        install: how header, library and compiler are installed.
    """
    path = HARNESS / source
    return Recipe(f"{path.stem}.so", (str(path),), _FLAGS, (link,), install=install)
