"""One text after the other in every field that may have any: what comes before chance.

Comes in: prepared seeds. Goes out: single texts for single fields, the most telling first. What a
text means mostly depends on an enum beside it; it refuses to know how.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from validator.ir.nodes import BytesRead, StrRead
from validator.mutate.outline import Outline
from validator.mutate.telling import damaged_texts, relatives, telling_texts
from validator.mutate.texts import mark_of
from validator.mutate.varints import find_varints, known_of, telling_varints
from validator.mutate.walk import Pace, Step, Walked

_MOST_BYTES = 1 << 16
_MOST_COMPANIES = 32
_MOST_BESIDE = 16
_MOST_LEAVES = 256
_MOST_OTHERS = 8
_MOST_KNOWN = 192
_LONGEST = 64
_DAMAGED, _RELATED = Pace(1, 0.25), Pace(4, 0.5)
_TELLING, _NUMBERS, _VARINTS = Pace(2, 1), Pace(2, 0.5), Pace(1, 0.5)


def texts_of(
    outlines: Iterable[tuple[int, Outline, Sequence[int]]], walked: Walked, most: int | None = None
) -> list[Step]:
    """Return texts that are to be tried in files, in order.

    Each field gets its texts once in the company of each member of the enums beside it: damaged
    ones where they look like a small language, others of the file, letters and words.

    Args:
        outlines: the files with their numbers and the byte strings that may have any length.
        walked: companies that are left out; gets those of the files.
        most: texts of each kind that are tried in one company; None for all.
    """
    timed: list[tuple[float, int, Step]] = []
    for number, outline, sized in outlines:
        others: list[bytes] | None = None
        if len(outline.seed.data) > _MOST_BYTES:
            continue
        varints = find_varints(outline)
        for leaf in (*sized, *varints):
            if not _is_new(outline, leaf, walked):
                continue
            walked.companies[outline.trace.place[leaf]].add(company_of(outline, leaf))
            others = _others(outline, sized) if others is None else others
            is_number = outline.trace.is_array[leaf]
            of_leaf = _numbers_for(outline, leaf, varints) if is_number else None
            for pace, texts in of_leaf or _texts_for(outline, leaf, others):
                for rank, text in enumerate(texts[:most]):
                    due = pace.due(rank)
                    timed.append((due, leaf, Step(number, leaf, text, due)))
    timed.sort(key=lambda one: one[:2])
    return [step for _, _, step in timed]


def has_new_texts(outline: Outline, walked: Walked) -> bool:
    """Whether a file has a text in a company in which none was met before.

    Args:
        outline: the file.
        walked: what was walked; gets the companies that are met.
    """
    is_new = False
    for place, leaves in outline.by_place.items():
        if isinstance(outline.leaf_read(leaves[0]), StrRead | BytesRead):
            is_new |= _note_companies(outline, place, leaves, walked)
    for node in find_varints(outline):
        is_new |= _note_companies(outline, outline.trace.place[node], [node], walked)
    return is_new


def _note_companies(outline: Outline, place: int, leaves: Sequence[int], walked: Walked) -> bool:
    met = walked.met.setdefault(place, set())
    before = len(met)
    if before < _MOST_COMPANIES:
        met.update(company_of(outline, leaf) for leaf in leaves[:_MOST_LEAVES])
    return len(met) > before


def _is_new(outline: Outline, leaf: int, walked: Walked) -> bool:
    known = walked.companies.setdefault(outline.trace.place[leaf], set())
    return len(known) < _MOST_COMPANIES and company_of(outline, leaf) not in known


def _texts_for(
    outline: Outline, leaf: int, others: Sequence[bytes]
) -> Iterator[tuple[Pace, list[bytes]]]:
    """Yield the texts for a leaf, and when they come."""
    terrain, text = outline.terrain, outline.trace.content(leaf)
    mark = mark_of(outline, leaf)
    text = text.removesuffix(mark) if mark else text
    if not isinstance(outline.leaf_read(leaf), StrRead) and not _is_worded(text):
        yield _NUMBERS, telling_texts(text, b"", (), may_be_numbers=True)
        return
    yield _DAMAGED, damaged_texts(text)
    yield _RELATED, relatives(text, others)
    yield _TELLING, telling_texts(text, terrain.letters, terrain.words)


def _numbers_for(
    outline: Outline, node: int, varints: Sequence[int]
) -> Iterator[tuple[Pace, list[bytes]]]:
    """Yield the bytes for a list of bytes that is one number, and when they come."""
    content, others = outline.trace.content, dict.fromkeys(map(outline.trace.content, varints))
    known = known_of(outline, node)[:_MOST_KNOWN]
    yield _VARINTS, telling_varints(content(node), list(others)[:_MOST_OTHERS], known)


def _others(outline: Outline, sized: Sequence[int]) -> list[bytes]:
    """Return some texts of a file: of each field the first and the last one."""
    by_place: dict[int, list[bytes]] = {}
    for leaf in sized:
        text = outline.trace.content(leaf).removesuffix(mark_of(outline, leaf) or b"")
        if text and len(text) <= _LONGEST and _is_worded(text):
            by_place.setdefault(outline.trace.place[leaf], []).append(text)
    found = [each for texts in by_place.values() for each in (texts[0], texts[-1])]
    return list(dict.fromkeys(found))[:_MOST_OTHERS]


def _is_worded(text: bytes) -> bool:
    """Whether bytes are letters alone, or words with a NUL between them."""
    words = text.split(b"\0")
    if len(words) > 1 and not all(len(each) > 1 for each in words[:-1]):
        return False
    letters = b"".join(words).decode("utf-8", "replace")
    return bool(letters or not text) and "\ufffd" not in letters and letters.isprintable()


def company_of(outline: Outline, leaf: int) -> tuple[object, ...]:
    """Return what the enums beside a leaf say.

    Args:
        outline: the file.
        leaf: a text in it.
    """
    values = outline.trace.value
    beside = outline.kids[outline.holder(leaf)][:_MOST_BESIDE]
    return tuple(values[each] for each in beside if outline.field_of(each).enum is not None)
