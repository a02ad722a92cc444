"""From two numbered traces to raw differences, top down; equal subtrees are not entered.

Comes in: two forests, in an order that does not depend on which is the old one, so that a
comparison and its reverse decide alike. Goes out: differences without their reasons.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import field

from validator.dataclass import dataclass
from validator.diff.align import Effort
from validator.diff.elements import Matching, key_of, match
from validator.diff.forest import Forest, gap_bytes
from validator.diff.model import About, Difference, Gap, Kind, Side
from validator.ir.nodes import FieldKind

_KEY_TEXT = 40
_MIRROR = {Kind.INSERTED: Kind.DELETED, Kind.DELETED: Kind.INSERTED}


# house: loose-dataclass - differences are collected while it walks
@dataclass(slots=True)
class Walker:
    """One walk over two forests.

    Attributes:
        left, right: what is compared.
        is_flipped: the right one is the old one.
        limit: differences to keep; the rest is counted.
        found: differences, old and new in their places.
        total: all that were met.
        effort: what may still be spent on matching elements.
    """

    left: Forest
    right: Forest
    is_flipped: bool
    limit: int
    found: list[Difference] = field(default_factory=list)
    total: int = 0
    effort: Effort = field(default_factory=Effort)

    def compare(self, a: int, b: int, path: str) -> None:
        """Compare two nodes of one field.

        Args:
            a: on the left.
            b: on the right.
            path: of both.
        """
        left, right = self.left, self.right
        if left.full[a] == right.full[b]:
            return
        is_array = left.trace.is_array[a]
        if left.trace.struct[a] != right.trace.struct[b] or is_array != right.trace.is_array[b]:
            self._note(Kind.CHANGED, About.ENTRY, path, a, b)
        elif is_array:
            self._lists(a, b, path)
        elif left.trace.struct[a] >= 0:
            self._objects(a, b, path)
        else:
            about = About.BYTES if left.core[a] == right.core[b] else About.VALUE
            self._note(Kind.CHANGED, about, path, a, b)

    def _objects(self, a: int, b: int, path: str) -> None:
        before = self.total
        places, others = self.left.trace.place, self.right.trace.place
        lefts = {places[kid]: kid for kid in self.left.parts(a)}
        rights = {others[kid]: kid for kid in self.right.parts(b)}
        fields = self.left.trace.program.fields
        for place in sorted(lefts.keys() | rights.keys()):
            name = f"{path}.{fields[place].id}" if path else fields[place].id
            x, y = lefts.get(place), rights.get(place)
            if x is not None and y is not None:
                self.compare(x, y, name)
            elif x is not None:
                is_unread = _is_unread(self.right, b, place)
                kind = Kind.UNREAD if is_unread else Kind.DELETED
                self._note(kind, About.ENTRY, name, x, None)
            elif y is not None:
                is_unread = _is_unread(self.left, a, place)
                kind = Kind.UNREAD if is_unread else Kind.INSERTED
                self._note(kind, About.ENTRY, name, None, y)
        self._gaps(a, b, path)
        if self.total == before:  # what differs shows in no value: packing, unpacked rest
            self._note(Kind.CHANGED, About.BYTES, path, a, b)

    def _lists(self, a: int, b: int, path: str) -> None:
        key = self.left.places.keys.get(self.left.trace.place[a])
        matching = match(self.left, self.right, (a, b), key, self.effort)
        xs, ys = self.left.parts(a), self.right.parts(b)
        unread_x, unread_y = self._unread(a, b, matching)
        for i, j in self._in_order(matching, len(unread_x), len(unread_y)):
            if i is None and j is not None:
                part = self._part(None, j, self.right, ys[j])
                self._note(Kind.INSERTED, About.ENTRY, path + part, None, ys[j])
            elif i is not None and j is None:
                part = self._part(i, None, self.left, xs[i])
                self._note(Kind.DELETED, About.ENTRY, path + part, xs[i], None)
            elif i is not None and j is not None:
                self._pair((i, j), (xs[i], ys[j]), path, is_moved=(i, j) in matching.moved)
        if unread_x:
            side = self._run(self.left, [xs[i] for i in unread_x])
            self._note(Kind.UNREAD, About.ENTRY, path + _range(unread_x), side, None)
        if unread_y:
            side = self._run(self.right, [ys[j] for j in unread_y])
            self._note(Kind.UNREAD, About.ENTRY, path + _range(unread_y), None, side)
        self._gaps(a, b, path)

    def _pair(self, at: tuple[int, int], nodes: tuple[int, int], path: str, *,
              is_moved: bool) -> None:  # fmt: skip
        x, y = nodes
        if not is_moved and self.left.full[x] == self.right.full[y]:
            return
        inner = path + self._part(*at, self.left, x)
        if is_moved:
            self._note(Kind.MOVED, About.ENTRY, inner, x, y)
        self.compare(x, y, inner)

    def _unread(self, a: int, b: int, matching: Matching) -> tuple[list[int], list[int]]:
        """Return the elements at the end of a list that the other side may only lack as unread."""
        last_x = max((i for i, _ in matching.pairs), default=-1)
        last_y = max((j for _, j in matching.pairs), default=-1)
        xs = [i for i in matching.left_only if i > last_x] if b in self.right.stopped else []
        ys = [j for j in matching.right_only if j > last_y] if a in self.left.stopped else []
        return xs, ys

    def _in_order(
        self, matching: Matching, late_x: int, late_y: int
    ) -> list[tuple[int | None, int | None]]:
        """Return pairs and single elements in the order of the new list.

        Deleted ones stand where they stood among those that stayed.
        """
        lefts = matching.left_only[: len(matching.left_only) - late_x]
        rights = matching.right_only[: len(matching.right_only) - late_y]
        stay = [pair for pair in matching.pairs if pair not in matching.moved]
        old, new = (1, 0) if self.is_flipped else (0, 1)
        stay.sort(key=lambda pair: pair[old])
        places = [pair[old] for pair in stay]
        came, gone = (lefts, rights) if self.is_flipped else (rights, lefts)
        events: list[tuple[int, int, int, tuple[int | None, int | None]]] = []
        for pair in matching.pairs:
            events.append((pair[new], 1, pair[old], pair))
        for j in came:
            events.append((j, 1, 0, (j, None) if self.is_flipped else (None, j)))
        for i in gone:
            at = bisect_left(places, i)
            before = stay[at - 1][new] if at else -1
            events.append((before, 2, i, (None, i) if self.is_flipped else (i, None)))
        events.sort(key=lambda event: event[:3])
        return [event[3] for event in events]

    def _gaps(self, a: int, b: int, path: str) -> None:
        """Compare the bytes that no field explains, the n-th with the n-th."""
        lefts, rights = self.left.gaps.get(a, []), self.right.gaps.get(b, [])
        for number in range(max(len(lefts), len(rights))):
            one = self._gap(self.left, a, lefts, number)
            two = self._gap(self.right, b, rights, number)
            if one is None:
                kind = Kind.UNREAD if b in self.right.stopped else Kind.INSERTED
                self._note(kind, About.GAP, path, None, two)
            elif two is None:
                kind = Kind.UNREAD if a in self.left.stopped else Kind.DELETED
                self._note(kind, About.GAP, path, one, None)
            elif one.value != two.value:
                self._note(Kind.CHANGED, About.GAP, path, one, two)

    def _gap(self, forest: Forest, node: int, gaps: Sequence[Gap], number: int) -> Side | None:
        if number >= len(gaps):
            return None
        stream, start, end = gaps[number]
        data = gap_bytes(forest.trace, gaps[number])
        return Side(node, forest.trace.path(node), start, end, stream, data)

    def _part(self, i: int | None, j: int | None, forest: Forest, element: int) -> str:
        """Return the last part of an element's path: subscripts, and the key if there is one."""
        if len(self.found) >= self.limit:
            return ""  # only counted
        old, new = (j, i) if self.is_flipped else (i, j)
        if old is None or new is None or old == new:
            text = f"{new if old is None else old}"
        else:
            text = f"{old}->{new}"
        key = forest.places.keys.get(forest.trace.place[element])
        value = key_of(forest, element, key) if key is not None else None
        if key is None or value is None:
            return f"[{text}]"
        return f"[{text} {key.label}={_key_text(value)}]"

    def _run(self, forest: Forest, nodes: list[int]) -> Side:
        """Return one side that stands for several elements."""
        first, trace = nodes[0], forest.trace
        end = max(trace.end[node] for node in nodes)
        stream, start = trace.stream[first], trace.start[first]
        return Side(first, trace.path(first), start, end, stream, None)

    def _note(
        self,
        kind: Kind,
        about: About,
        path: str,
        left: Side | int | None,
        right: Side | int | None,
    ) -> None:
        """Count a difference of two nodes (or sides), and keep it when there is room."""
        self.total += 1
        if len(self.found) >= self.limit:
            return
        one, two = _side(left, self.left), _side(right, self.right)
        if self.is_flipped:
            kind = _MIRROR.get(kind, kind)
            one, two = two, one
        self.found.append(Difference(kind, about, path, one, two))


def _side(given: Side | int | None, forest: Forest) -> Side | None:
    if not isinstance(given, int):
        return given
    trace = forest.trace
    start, end, stream = trace.start[given], trace.end[given], trace.stream[given]
    return Side(given, trace.path(given), start, end, stream, trace.value[given])


def _is_unread(forest: Forest, node: int, place: int) -> bool:
    """Whether an object lacks a field because reading stopped before it."""
    if node not in forest.stopped:
        return False
    trace = forest.trace
    fields = trace.program.fields
    if fields[place].kind is not FieldKind.SEQ:
        return True
    read = (trace.place[kid] for kid in forest.parts(node))
    return place > max((p for p in read if fields[p].kind is FieldKind.SEQ), default=-1)


def _range(subscripts: list[int]) -> str:
    first, last = subscripts[0], subscripts[-1]
    return f"[{first}]" if first == last else f"[{first}..{last}]"


def _key_text(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            text = f'"{value}"'
        case bytes():
            text = value[:16].hex(" ")
        case int() if value.bit_length() > 256:
            return "..."
        case _:
            text = str(value)
    return text if len(text) <= _KEY_TEXT else text[: _KEY_TEXT - 3] + "..."
