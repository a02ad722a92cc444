"""Encodings that are not known, and names of encodings that only some tools know.

Comes in: the declared types. Goes out: findings, each once and where the encoding is written,
however many strings inherit it.
"""

from __future__ import annotations

from validator.findings import Severity
from validator.ksy import syntax as ast
from validator.ksy.problems import show
from validator.passes.builtin import TextName, parse_builtin
from validator.passes.declare import type_uses
from validator.passes.encodings import CANONICAL, canonical_name, python_codec
from validator.passes.world import StructDecl, World


def find_encodings(world: World) -> None:
    """Report encodings; findings go to `world.findings`.

    An unknown one in `meta` is an error when a string inherits it, else a warning.

    Args:
        world: from `declare`.
    """
    used: set[int] = set()
    for decl in world.structs:
        for attr in decl.attrs:
            if attr.encoding is not None:
                _check(world, attr.encoding, Severity.ERROR)
            elif _is_text(attr) and (owner := _owner(decl)) is not None:
                used.add(owner.number)
    for decl in world.structs:
        encoding = decl.spec.meta.encoding
        if encoding is not None:
            is_used = decl.number in used
            _check(world, encoding, Severity.ERROR if is_used else Severity.WARNING)


def _is_text(attr: ast.AttrSpec) -> bool:
    return any(
        len(use.names) == 1
        and isinstance(built_in := parse_builtin(use.names[0]), TextName)
        and built_in.name != "bytes"
        for use in type_uses(attr)
    )


def _owner(decl: StructDecl) -> StructDecl | None:
    return next((scope for scope in decl.scopes() if scope.spec.meta.encoding is not None), None)


def _check(world: World, name: ast.Name, severity: Severity) -> None:
    if python_codec(name.text) is None:
        world.report(
            "missing-encoding", "encoding is not known", name.pos,
            expected="an encoding such as ASCII, UTF-8, UTF-16LE, IBM437",
            found=show(name.text), near=(name.text, CANONICAL), severity=severity,
        )  # fmt: skip
    elif (canonical := canonical_name(name.text)) is not None:
        world.report(
            "missing-encoding", "not every tool knows the encoding by this name", name.pos,
            expected=canonical, found=show(name.text), severity=Severity.WARNING,
        )  # fmt: skip
