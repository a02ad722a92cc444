"""Mutants: deterministic variants of seeds, made with knowledge of the format.

Comes in: a schema, seeds and a number. Goes out: files, each a function of these alone and of
its index, so that a run can go on anywhere, on any machine. It refuses to know what reads them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from validator.dataclass import dataclass
from validator.errors import UsageError
from validator.mutate.changes import TRIES, Made, Turn, finish, make_change, make_changes
from validator.mutate.draws import Draws
from validator.mutate.fields import Patch, change_to, choose_field
from validator.mutate.havoc import havoc
from validator.mutate.lists import change_list
from validator.mutate.mutant import DEFAULT_SHARES as DEFAULT_SHARES
from validator.mutate.mutant import KINDS as KINDS
from validator.mutate.mutant import Judging, Readable
from validator.mutate.mutant import Mutant as Mutant
from validator.mutate.mutant import MutantOptions as MutantOptions
from validator.mutate.outline import Outline, Seed, survey, with_constants
from validator.mutate.permitted import is_sound
from validator.mutate.plan import Plan
from validator.mutate.rebuild import can_rebuild, rebuild
from validator.mutate.relations import Relations
from validator.mutate.repair import Repair
from validator.mutate.resize import put_text
from validator.mutate.stock import Ready, Stock
from validator.mutate.truncate import truncate
from validator.mutate.view import View
from validator.mutate.walk import Step, Walked, walk_of
from validator.mutate.wording import has_new_texts, texts_of

_PLANS = 5
_JUDGED_PLANS = 8
_MOST_JUDGED = 1 << 16
_TRIALS = 24
_MOST_FRESH = 24
"""Texts that are tried where they are in a company that no seed has."""


@dataclass(frozen=True, slots=True)
class _Weights:
    """Kinds, and the running totals of their shares."""

    kinds: tuple[str, ...]
    ends: tuple[int, ...]


class Mutator:
    """Makes mutants by index, or of one file of a corpus that grows.

    Args:
        schema: the compiled schema.
        seeds: files to start from, at least one; their order matters, their names do not.
        random_seed: another number gives other mutants.
        options: shares of the kinds and the like.
    Raises:
        UsageError: there is no seed, or the shares name no kind.
    """

    def __init__(
        self,
        schema: Readable,
        seeds: Sequence[Seed],
        random_seed: int,
        options: MutantOptions | None = None,
    ) -> None:
        self.schema = schema
        self.seeds = list(seeds)
        self.options = options or MutantOptions()
        _check_seeds(self.seeds)
        constants, words = self.options.constants, self.options.words
        self.terrain = with_constants(survey(schema.program), constants, words)
        self._first = len(self.seeds)
        self._known = {seed.data for seed in self.seeds}
        self._sizes = {len(seed.data) for seed in self.seeds}
        self.stock = Stock(schema, self.seeds, self.terrain, self.options.numbers)
        self._walked = Walked()
        self._weights: dict[tuple[tuple[str, int], ...], _Weights] = {}
        self._shares = self._weights_of(self.options.shares)
        digest = hashlib.sha256(f"{schema.program.digest} {random_seed}".encode())
        for seed in self.seeds:
            digest.update(hashlib.sha256(seed.data).digest())
        digest.update(repr((sorted(self.options.shares.items()), self.options.numbers)).encode())
        if constants or words:
            digest.update(repr((constants, words)).encode())
        self._key = digest.digest()

    def make(self, index: int) -> Mutant:
        """Return one mutant.

        Args:
            index: its number, from 0.
        """
        draws = Draws(self._key + index.to_bytes(8, "little"))
        number = draws.below(self._first)
        return self._vary(index, number, self._first, draws, self._shares)

    def add(self, seed: Seed) -> int:
        """Take a further file into the corpus; `make` goes on with the first ones alone.

        Args:
            seed: any bytes, a copy of a known one too.
        Returns:
            its number, for `vary`; those of the first seeds are 0 and up.
        """
        self.seeds.append(seed)
        return len(self.seeds) - 1

    def vary(self, number: int, draws: Draws, *, shares: Mapping[str, int] | None = None) -> Mutant:
        """Return a mutant of one file of the corpus; its index is -1.

        Args:
            number: of the file, as `add` has returned it.
            draws: decide everything; what is taken from other files is taken from those that are
                in the corpus now.
            shares: kind -> its part, other than those of the options.
        Raises:
            UsageError: the shares name no kind.
        """
        weights = self._shares if shares is None else self._weights_of(shares)
        return self._vary(-1, number, len(self.seeds), draws, weights)

    def _weights_of(self, shares: Mapping[str, int]) -> _Weights:
        key = tuple(sorted(shares.items()))
        found = self._weights.get(key)
        if found is None:
            _check_shares(shares)
            kinds = tuple(kind for kind in KINDS if shares.get(kind, 0) > 0)
            ends = tuple(accumulate(shares[kind] for kind in kinds))
            found = self._weights[key] = _Weights(kinds, ends)
        return found

    def _vary(self, index: int, number: int, count: int, draws: Draws, weights: _Weights) -> Mutant:
        """Return a mutant of a seed, with parts of the first `count` ones."""
        kind = weights.kinds[draws.weighted(weights.ends)]
        most = self.options.most_changes if index >= 0 else max(4, self.options.most_changes)
        for chosen in _fallbacks(kind):
            for _ in range(TRIES):
                made = self._made(Turn(index, number, count, chosen, most), draws)
                if made is not None:
                    return made
        data = self.seeds[number].data
        return Mutant(index, self.seeds[number].name, "bytes", "1 byte added", data + b"\0")

    def _made(self, turn: Turn, draws: Draws) -> Mutant | None:
        """Return a mutant of a kind; None when the seed does not permit it."""
        seed = self.seeds[turn.number]
        made: Made | None
        match turn.kind:
            case "truncation":
                made = Made(*truncate(self.outline(turn.number), draws))
            case "field":
                made = self._field(turn.number, draws)
            case "bytes":
                made = Made(*havoc(seed.data, draws))
            case _:
                made = self._shaped(turn, draws)
        if made is None or made.data == seed.data or (turn.index >= 0 and self._is_seed(made.data)):
            return None
        if len(made.data) > max(self.options.max_size, len(seed.data)):
            return None
        return Mutant(turn.index, seed.name, turn.kind, made.label, made.data, made.edits)

    def _is_seed(self, data: bytes) -> bool:
        """Whether bytes are one of the first seeds."""
        return len(data) in self._sizes and data in self._known

    def _field(self, number: int, draws: Draws) -> Made | None:
        outline = self.outline(number)
        patch = choose_field(outline, draws, self.options.numbers)
        if patch is None:
            return None
        return self._patched(number, patch, has_sums=draws.chance(3, 4))

    def _patched(self, number: int, patch: Patch, *, has_sums: bool) -> Made:
        """Change one field, and compute the checksums anew or not."""
        outline = self.outline(number)
        edits = ((outline.path(patch.node), patch.label),)
        view = View(outline, patches={patch.node: patch.new})
        if has_sums:
            repair = Repair(view, self.relations(number), fixed=frozenset((patch.node,)))
            data = repair.data()
            if repair.summed:
                return Made(data, f"{patch.label}, checksums repaired", edits)
        return Made(view.data(), patch.label, edits)

    def walk(self, numbers: Sequence[int]) -> list[Step]:
        """Return values to be tried one after the other, before anything is left to chance.

        Args:
            numbers: of files of the corpus; of two with the same field the first one is taken.
        """
        walked = Walked()
        steps = walk_of(((each, self.outline(each)) for each in numbers), self.stock.bounds, walked)
        self._walked.note(walked)
        return steps

    def walk_texts(self, numbers: Sequence[int]) -> list[Step]:
        """Return texts to be tried one after the other.

        Args:
            numbers: of files of the corpus.
        """
        walked = Walked()
        ready = ((each, self.stock.ready(each)) for each in numbers)
        steps = texts_of(((each, one.outline, one.sized) for each, one in ready), walked)
        self._walked.note(walked)
        return steps

    def walk_on(self, number: int) -> list[Step]:
        """Return what is to be tried in a further file: fields, and companies of texts, that no
        file had with which any walk was made.

        Args:
            number: of a file of the corpus.
        """
        outline, texts = self.outline(number), []
        if has_new_texts(outline, self._walked):
            sized = self.stock.ready(number).sized
            texts = texts_of([(number, outline, sized)], self._walked, _MOST_FRESH)
        return texts + walk_of([(number, outline)], self.stock.bounds, self._walked)

    def _shaped_by(self, step: Step) -> Mutant | None:
        """Return the mutant of a step that changes a text or a list."""
        ready = self.stock.ready(step.number)
        plan, value = ready.plan(), step.value
        if isinstance(value, bytes):
            is_changed = put_text(plan, step.leaf, value)
        else:
            draws = Draws(f"{step.leaf} {value}".encode())
            is_changed = change_list(plan, step.leaf, str(value), draws)
        if not is_changed:
            return None
        repair = Repair(plan.view, ready.relations)
        repair.run(plan.forced)
        made = finish(plan, repair, "structure", Draws(b""))
        if made is None or len(made.data) > self.options.max_size:
            return None
        name = self.seeds[step.number].name
        return Mutant(-1, name, "structure", made.label, made.data, made.edits)

    def take(self, step: Step) -> Mutant | None:
        """Return the mutant of a step, checksums repaired; None where the value does not fit.

        Args:
            step: of `walk`.
        """
        if isinstance(step.value, bytes | str):
            return self._shaped_by(step)
        patch = change_to(self.outline(step.number), step.leaf, step.value)
        if patch is None:
            return None
        made = self._patched(step.number, patch, has_sums=True)
        return Mutant(-1, self.seeds[step.number].name, "field", made.label, made.data, made.edits)

    def _shaped(self, turn: Turn, draws: Draws) -> Made | None:
        """Change structure or values and repair what follows, or break one rule on purpose."""
        ready = self.stock.ready(turn.number)
        if turn.kind != "value" and can_rebuild(ready.outline) and draws.chance(1, 5):
            built = rebuild(ready.outline, draws)
            if built is not None and turn.kind != "break":
                return Made(built[0], built[2], (built[1:],))
        others = [self.outline(n) for n in _others(turn.number, turn.count, draws)]
        last: tuple[Plan, Repair] | None = None
        made = None
        is_judged = turn.index >= 0 and turn.kind != "break" and self._is_judged(ready)
        for _ in range(_JUDGED_PLANS if is_judged else _PLANS):
            plan = ready.plan(others)
            if not make_changes(plan, turn, ready, draws):
                continue
            repair = Repair(plan.view, ready.relations)
            repair.run(plan.forced)
            last = plan, repair
            if turn.kind != "break" and not is_sound(plan, repair):
                continue
            if not is_judged:
                break
            made = finish(plan, repair, turn.kind, draws)
            if made is not None and self._is_valid(made.data):
                return made
        return made if made or not last else finish(*last, turn.kind, draws)

    def _is_valid(self, data: bytes) -> bool:
        schema = self.schema
        return isinstance(schema, Judging) and schema.is_quickly_accepted(data)

    def _is_judged(self, ready: Ready) -> bool:
        """Whether mutants of a seed are shown to the schema: where it would refuse too many."""
        if ready.is_judged is None:
            ready.is_judged = self._is_refused_often(ready)
        return ready.is_judged

    def _is_refused_often(self, ready: Ready) -> bool:
        seed = ready.outline.seed
        is_small = isinstance(self.schema, Judging) and len(seed.data) <= _MOST_JUDGED
        if not is_small or not self._is_valid(seed.data):
            return False
        draws, made, refused, unsound = Draws(seed.data), 0, 0, 0
        for _ in range(_TRIALS):
            plan = ready.plan()
            if not make_change(plan, ready, draws, is_value=draws.chance(1, 3)):
                continue
            repair = Repair(plan.view, ready.relations)
            repair.run(plan.forced)
            is_good = is_sound(plan, repair)
            refused += is_good and not self._is_valid(repair.data())
            made, unsound = made + 1, unsound + (not is_good)
        return refused > 1 or (refused + unsound) * 4 > made

    def relations(self, number: int) -> Relations:
        """Return what holds in a seed; looked for when first asked for.

        Args:
            number: subscript of the seed.
        """
        return self.stock.ready(number).relations

    def outline(self, number: int) -> Outline:
        """Return a prepared seed; prepared when first asked for.

        Args:
            number: subscript of the seed.
        """
        return self.stock.outline(number)


def mutants(
    schema: Readable,
    seeds: Sequence[Seed],
    *,
    count: int,
    random_seed: int,
    start: int = 0,
    options: MutantOptions | None = None,
) -> Iterator[Mutant]:
    """Yield mutants of seeds.

    Args:
        schema: the compiled schema, as `load_schema` returns it.
        seeds: files to start from, at least one; not modified.
        count: how many there are in the whole run, >= 0.
        random_seed: another number gives other mutants.
        start: index of the first one that is yielded: where a run goes on.
        options: shares of the kinds and the like.
    Returns:
        Mutants number `start` to `count` - 1; none is equal to its seed.
    Raises:
        UsageError: there is no seed, or the shares name no kind.
    """
    mutator = Mutator(schema, seeds, random_seed, options)
    return (mutator.make(index) for index in range(start, count))


def _check_seeds(seeds: Sequence[Seed]) -> None:
    if not seeds:
        raise UsageError("there are no seeds\n  expected  at least one file to start from")


def _check_shares(shares: Mapping[str, int]) -> None:
    wrong = [kind for kind in shares if kind not in KINDS]
    if wrong:
        raise UsageError(f"{wrong[0]} is no kind of mutant\n  expected  one of {', '.join(KINDS)}")
    if not any(share > 0 for share in shares.values()):
        raise UsageError("no kind of mutant has a share\n  expected  at least one above 0")


def _fallbacks(kind: str) -> tuple[str, ...]:
    """Return a kind, and what is made where a seed does not permit it."""
    order = ("break", "structure", "value", "field", "bytes")
    return order[order.index(kind) :] if kind in order else (kind, "bytes")


def _others(number: int, count: int, draws: Draws) -> tuple[int, ...]:
    """Return the subscript of another seed, now and then."""
    if count < 2 or not draws.chance(1, 3):
        return ()
    return ((number + 1 + draws.below(count - 1)) % count,)
