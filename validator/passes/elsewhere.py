"""Names that are declared, but not where they were looked up.

Comes in: a name that was not found. Goes out: how it must be written, when exactly one
declaration bears it; None otherwise, since a guess among several would be no help.
"""

from __future__ import annotations

from validator.passes.world import EnumDecl, StructDecl, World


def type_elsewhere(world: World, names: tuple[str, ...]) -> str | None:
    """Return a hint for a type that is declared inside another one.

    Args:
        world: every declared type.
        names: as written.
    """
    if world.is_full:
        return None
    return _only([decl.path for decl in world.structs if _ends(decl.path, names)])


def enum_elsewhere(world: World, names: tuple[str, ...]) -> str | None:
    """Return a hint for an enum that is declared inside another type.

    Args:
        world: every declared enum.
        names: as written, without the member.
    """
    if world.is_full:
        return None
    enums: list[EnumDecl] = world.enums
    return _only([decl.path for decl in enums if _ends(decl.path, names)])


def field_elsewhere(decl: StructDecl, name: str) -> str | None:
    """Return a hint for a field that the parent or the root has.

    Args:
        decl: the type without such a field.
        name: as written.
    """
    users = {use.user.number: use.user for use in decl.uses if use.expr is None}
    if len(users) == 1 and len(decl.uses) > 0 and all(name in u.numbers for u in users.values()):
        return f"did you mean _parent.{name}?"
    if decl.outer is not None and name in decl.top.numbers:
        return f"did you mean _root.{name}?"
    return None


def _ends(path: tuple[str, ...], names: tuple[str, ...]) -> bool:
    return len(path) > len(names) and path[-len(names) :] == names


def _only(paths: list[tuple[str, ...]]) -> str | None:
    if len(paths) != 1:
        return None
    # A path starts with the name of its schema, which a use inside leaves out.
    return f"did you mean {'::'.join(paths[0][1:] or paths[0])}?"
