"""Structure changes where bytes are packed: the file is built whole, by the reference builder.

Comes in: a prepared seed with lists in what a `process` unpacked. Goes out: a file with an element
less, or one twice. It costs as much as `contentgate edit`, so it is for small files only.
"""

from __future__ import annotations

from validator.errors import BackendUnsupported, UsageError
from validator.mutate.draws import Draws
from validator.mutate.outline import Outline

_MAX_NODES = 2_000


def can_rebuild(outline: Outline) -> bool:
    """Whether a seed has packed lists, and is small enough to be built for every mutant."""
    return bool(outline.packed) and len(outline.trace) <= _MAX_NODES


def rebuild(outline: Outline, draws: Draws) -> tuple[bytes, str, str] | None:
    """Delete or double an element of a packed list, and build the file anew.

    Args:
        outline: the seed; `can_rebuild` holds.
        draws: decides.
    Returns:
        The file, the path of the element and what was done; None when the list has no elements,
        or no file has such values.
    """
    # Few formats pack lists, and construct costs a campaign a tenth of its start-up time.
    from construct import ConstructError  # noqa: PLC0415 - see above

    from validator.mutate.edit import Change, edit_bytes  # noqa: PLC0415 - see above

    trace = outline.trace
    node = draws.pick(outline.packed)
    kids = outline.kids[node]
    if not kids:
        return None
    path = trace.path(draws.pick(kids))
    is_deleted = draws.chance(1, 2)
    verb = Change("delete", path) if is_deleted else Change("insert", path, source=path)
    try:
        changed = edit_bytes(trace.program, outline.seed.data, [verb])
    except (ConstructError, UsageError, BackendUnsupported):
        return None
    return changed.data, path, f"{path} {'deleted' if is_deleted else 'doubled'}, file built anew"
