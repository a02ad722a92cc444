"""Generators: a schema compiled to a function from keys to files.

Comes in: a Program. Goes out: files, each a function of the Program and a key alone. A file that
does not come out right the first time is made again with what was learned, then with other
draws; whether the reader accepts it in the end is known and told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from functools import partial
from typing import Any

from validator.backends.python.load import compile_source, run_code
from validator.backends.strategies.accepting import Acceptor
from validator.backends.strategies.breaking import Breaker, Broken
from validator.backends.strategies.domain import SMALL, Domain
from validator.backends.strategies.emit import emit_maker
from validator.backends.strategies.extremes import Extreme, find_extremes, limit_breakers
from validator.backends.strategies.filling import TROUBLE
from validator.backends.strategies.focus import choose_focus, find_targets
from validator.backends.strategies.maker import Maker
from validator.backends.strategies.needs import can_look_ahead, has_sized_objects, needs_size
from validator.backends.strategies.source import Draw, expand
from validator.backends.strategies.streams import OPEN, Futile
from validator.backends.strategies.survey import survey_of
from validator.dataclass import dataclass
from validator.errors import GenerateError, UsageError
from validator.ir.nodes import Gaps, Program
from validator.runtime.collector import WithoutCollector

Force = Callable[[Any, Any], Any]
"""Chooses a value: gets the object and the domain of its field."""

MODES = ("valid", "boundary", "near-miss", "mixed")
"""How files are made."""

_MIX = ("valid",) * 5 + ("boundary",) * 2 + ("near-miss",)
_ONE = SMALL.index(1)
_PAIR = 2
_SPARSE = ((), *((n,) for n in range(16)), *((n, m) for m in range(16) for n in range(m)))
"""Which decisions are not the simplest ones, fewest first."""
_ATTEMPTS = 12
_DARING = 2
"""Attempts in which what is looked at ahead is chosen first, and then made so."""
_PATIENT = 4
"""Attempts before bytes that nothing explains fill up what is too short for its size."""
_UNEXPLAINED = "nothing explains the last"
_GAPPY = 3
"""Which near misses are files with bytes that nothing explains, where sizes ask for them."""
_REFUSED = "the reader refuses it"
_FOCUSES = 2
_DRIVES = 6
_SLIPS = 4
_ROUNDS = 3
_ROUNDS_AHEAD = 6
_MOST_EFFORT = 16_000
"""Work on one file, over all attempts: candidates that rules are asked about, mostly."""
_DRIVE_EFFORT = 4_000
"""The same for something that is driven to its end, besides what that itself takes."""
_TIGHT_EFFORT = 500
_DRAWS_EACH = 8
"""Draws that take as long as one candidate."""
_EFFORT_EACH = 40
_ATTEMPT_PRICE = 0.5
"""What a mutant of a small file takes: so many candidates, or two attempts that need none."""


def _focused(maker: Maker, value: Any, owner: Any, domain: Any) -> Any:
    return value if domain.holds(value) else domain.draw(maker.next())


class Choices:
    """Draws and values that come from somewhere else: here, none."""

    def shape(self) -> Iterable[int]:
        """Return draws for the first decisions about structure."""
        return ()

    def values(self) -> Iterable[int]:
        """Return draws for the first values."""
        return ()

    def forced(self, maker: Maker, focus: Mapping[int, Any]) -> dict[int, Force]:
        """Return what chooses the values of single fields.

        Args:
            maker: what asks.
            focus: field number -> value.
        """
        return {place: partial(_focused, maker, value) for place, value in focus.items()}


@dataclass(frozen=True, slots=True)
class Fixed(Choices):
    """Decisions about structure that are given.

    Attributes:
        first: draws.
    """

    first: tuple[int, ...] = ()

    def shape(self) -> Iterable[int]:
        """Return the draws."""
        return self.first


@dataclass(frozen=True, slots=True)
class _Plan:
    key: bytes
    choices: Choices
    focus: Mapping[int, Any]
    is_edgy: bool = False
    is_first: bool = True
    aim: Extreme | None = None
    off: int = -1
    dares: bool = False
    pads: bool = False


@dataclass(frozen=True, slots=True)
class Generated:
    """A file that was made.

    Attributes:
        data: the file.
        label: what is special about it, "" for nothing.
        mode: one of `MODES`, never `mixed`.
        is_valid: whether the checking reader accepts it.
    """

    data: bytes
    label: str
    mode: str
    is_valid: bool


class Generator:
    """Makes files of one schema; see `generator_of`."""

    def __init__(
        self,
        program: Program,
        mode: str,
        contracts: Sequence[tuple[str, Any]],
        given: frozenset[int] = frozenset(),
    ) -> None:
        self.program = program
        self.mode = mode
        self.contracts = contracts
        self.given = given
        self.survey = survey_of(program, has_contracts=bool(contracts))
        self.accepts = Acceptor(program, contracts)
        self.budget = self.accepts.budget
        self.needs_size = needs_size(program)
        self.breaker = Breaker(program, contracts)
        self.targets = find_targets(self.survey)
        self._makers: dict[tuple[bool, bool], Callable[..., Any]] = {}
        self._extremes: tuple[Extreme, ...] | None = None
        self._possible: dict[int, bool] = {}
        self._slips: list[tuple[int, Extreme | None]] | None = None
        self._is_tight: bool | None = None
        self._gaps = 0
        self._left = _MOST_EFFORT
        self._lessons: dict[int, Domain] = {}
        self.price = 0.0

    def sibling(self, mode: str) -> Generator:
        """Return a generator of another mode that shares what is prepared for this one.

        Args:
            mode: one of `MODES`.
        """
        found = copy(self)
        found.mode = mode
        return found

    def make(self, key: bytes, choices: Choices | None = None) -> Generated:
        """Make one file.

        Args:
            key: what the file is a function of; b"" makes the simplest file.
            choices: draws and values that come from somewhere else.
        Raises:
            GenerateError: nothing could be made in several attempts.
        Afterwards `price` says what it cost, in mutants of a small file, by counted work.
        """
        self._left, self.price = _MOST_EFFORT, 0.0
        self._lessons = {}
        if self.mode == "valid":
            data, is_valid, why = self.attempt(key, choices)
            if not data and not is_valid:
                raise self._nothing(why)
            return Generated(data, "", "valid", is_valid)
        draw = expand(key and key + b"mode")
        mode = self.mode if self.mode != "mixed" else _MIX[draw() % len(_MIX)]
        if mode == "boundary":
            return self._boundary(key, choices, draw)
        if mode == "near-miss" and choices is None and _number(key) & 3 == 1:
            broken = self._let_slip(key, _number(key) >> 2)
            if broken is not None:
                return Generated(broken.data, broken.label, mode, is_valid=False)
        if mode == "near-miss" and choices is None and _number(key) & 3 == _GAPPY and self.is_tight:
            data, _, why = self._attempt(_Plan(key + b"gap", Choices(), {}, pads=True))
            if why == _REFUSED:
                return Generated(data, "unexplained-bytes filled up", mode, is_valid=False)
        data, is_valid, why = self.attempt(key, choices)
        if not data and not is_valid:
            raise self._nothing(why)
        if mode == "near-miss" and is_valid:
            broken = self.breaker.break_one(data, draw)
            if broken is not None:
                return Generated(broken.data, broken.label, mode, is_valid=False)
        return Generated(data, "", "valid", is_valid)

    def _nothing(self, why: str) -> GenerateError:
        name = self.program.name
        params = [param.id for param in self.program.structs[0].params]
        if params:
            why = f"its top type has parameters, which nothing gives: {', '.join(params)}"
        return GenerateError(f"{name}: no file could be made\n  found     {why}")

    def _boundary(self, key: bytes, choices: Choices | None, draw: Draw) -> Generated:
        """Make a file with a value on purpose; without it when that cannot be valid."""
        number = _number(key)
        if number & 1 and self.extremes and choices is None:
            extreme = self.extremes[(number >> 1) % len(self.extremes)]
            data, is_valid = self.drive(key, extreme) if self.is_possible(extreme) else (b"", False)
            if is_valid:
                return Generated(data, extreme.label, "boundary", is_valid)
        for _ in range(_FOCUSES):
            focus, label = choose_focus(self.targets, draw)
            data, is_valid, _ = self.attempt(key, choices, focus, is_edgy=True)
            if is_valid:
                return Generated(data, label, "boundary", is_valid)
        return Generated(data, label, "boundary", is_valid)

    def _let_slip(self, key: bytes, number: int) -> Broken | None:
        """Make a file for which one condition is not looked at, so that it may not hold.

        Conditions that a single changed value does not break, as a nesting that is too deep, are
        broken so: everything else follows from what was made.
        """
        if self._slips is None:
            deeper = [(one.check, one) for one in limit_breakers(self.survey)]
            checks = sorted(self.survey.rules.checks())
            self._slips = [*deeper, *((check, None) for check in checks)]
        if not self._slips:
            return None
        check, aim = self._slips[number % len(self._slips)]
        how = "let slip" if aim is None else aim.label
        for attempt in range(_SLIPS):
            part = key + b"slip" + bytes((attempt,))
            focus = aim.values if aim is not None else {}
            plan = _Plan(part, Choices(), focus, aim=aim, off=check)
            data, is_made, _ = self._attempt(plan)
            broken = self.breaker.only(data, check, how) if is_made else None
            if broken is not None:
                return broken
        return None

    @property
    def is_tight(self) -> bool:
        """Whether objects are often shorter than a size says, and nothing explains the rest.

        So it is with fixed records and pages, when a schema does not say that it has gaps.
        """
        if self._is_tight is None:
            kept, price = self._left, self.price
            self._left, self._gaps = _TIGHT_EFFORT, 0
            for number in range(_DRIVES if has_sized_objects(self.program) else 0):
                if self._left > 0 and not self._gaps:
                    self._attempt(_Plan(b"tight" + bytes((number,)), Choices(), {}))
            self._left, self.price, self._is_tight = kept, price, self._gaps > 0
        return self._is_tight

    @property
    def extremes(self) -> tuple[Extreme, ...]:
        """What can be driven to its end in a file of its own."""
        if self._extremes is None:
            self._extremes = find_extremes(self.survey)
        return self._extremes

    def is_possible(self, extreme: Extreme) -> bool:
        """Whether a file of an extreme could be made once; the same for every key."""
        place = self.extremes.index(extreme)
        if place not in self._possible:
            self._possible[place] = self.drive(b"possible", extreme)[1]
        return self._possible[place]

    def drive(self, key: bytes, extreme: Extreme) -> tuple[bytes, bool]:
        """Return a file in which something is driven to its end, and whether it was made.

        Args:
            key: what the file is a function of.
            extreme: what.
        """
        data = b""
        kept, self._left = self._left, _DRIVE_EFFORT + 2 * extreme.tests
        for number in range(_DRIVES):
            part = key + b"drive" + bytes((number,))
            plan = _Plan(part, Choices(), extreme.values, aim=extreme)
            data, is_valid, _ = self._attempt(plan)
            if is_valid:
                break
        self._left = kept
        return data, is_valid

    def attempt(
        self,
        key: bytes,
        choices: Choices | None = None,
        focus: Mapping[int, Any] | None = None,
        *,
        is_edgy: bool = False,
    ) -> tuple[bytes, bool, str]:
        """Return a file, whether it is valid, and what went wrong on the way.

        Args:
            key: what the file is a function of.
            choices: draws and values that come from somewhere else.
            focus: field number -> the value that it gets where nothing is against it.
            is_edgy: edges are chosen more often than not.
        """
        if not key and choices is None:
            found = self._simplest(focus or {})
            if found is not None:
                return found, True, ""
        best, why, pads = b"", "", False
        is_drawn = choices is not None and not key
        for number in range(1 if is_drawn else _ATTEMPTS):
            part = key if not number else key + b"attempt" + bytes((number,))
            is_first = number == 0 or choices is not None
            dares = bool(part) and number < _DARING
            pads = pads or (number >= _PATIENT and _UNEXPLAINED in why)
            plan = _Plan(
                part, choices or Choices(), focus or {}, is_edgy, is_first, dares=dares, pads=pads
            )
            data, is_valid, reason = self._attempt(plan)
            why = reason or why
            if is_valid:
                return data, True, why
            best = data or best
        return best, False, why

    def _simplest(self, focus: Mapping[int, Any]) -> bytes | None:
        """Return the smallest file that has few decisions other than the simplest one.

        The simplest decisions alone may make nothing valid, as when a list must not be empty.
        """
        best: bytes | None = None
        for ones in _SPARSE:
            last = max(ones, default=0)
            choices = Fixed(tuple(_ONE if n in ones else 0 for n in range(last + 1)))
            data, is_valid, _ = self._attempt(_Plan(b"", choices, focus, is_edgy=False))
            if is_valid and (best is None or (len(data), data) < (len(best), best)):
                best = data
            if best is not None and (len(ones) == _PAIR or not ones):
                break
        return best

    def _maker(self, *, is_steered: bool, is_loose: bool = False) -> Callable[..., Any]:
        found = self._makers.get((is_steered, is_loose))
        if found is None:
            source = emit_maker(
                self.survey, is_steered=is_steered, given=self.given, is_loose=is_loose
            )
            found = _loaded(self.program, source, "make")
            self._makers[is_steered, is_loose] = found
        return found

    def _attempt(self, plan: _Plan) -> tuple[bytes, bool, str]:
        """Make a file; when it needs to look ahead, over what an earlier round made."""
        if self._left <= 0 and plan.key:
            return b"", False, "too much work for one file"
        data, is_valid, why = self._rounds(plan, None)
        if is_valid or "Unsettled" not in why or not can_look_ahead(self.program):
            return data, is_valid, why
        found, is_valid, reason = self._rounds(plan, b"")
        return (found or data), is_valid, reason

    def _rounds(self, plan: _Plan, ahead: bytes | None) -> tuple[bytes, bool, str]:
        """Make a file; when it is not right, again with what is known of its holes now.

        Args:
            plan: what is made.
            ahead: what stands behind what is written, for a first round; None when nothing looks
                there.
        """
        guesses: list[Any] = []
        size, is_limited = OPEN, False
        data = b""
        aim = plan.aim
        is_loose = plan.off >= 0
        run = self._maker(is_steered=bool(plan.focus or aim or is_loose), is_loose=is_loose)
        if self.needs_size:
            is_limited, size = True, _size(plan.key)
        if ahead is not None:
            is_limited, size = False, _size(plan.key)
        for number in range(_ROUNDS if ahead is None else _ROUNDS_AHEAD):
            why = ""
            maker = Maker(
                plan.key, self.budget,
                first=plan.choices.shape() if plan.is_first else (),
                values=plan.choices.values() if plan.is_first else (),
                is_edgy=plan.is_edgy, contracts=self.contracts, guesses=guesses, size=size,
                is_limited=is_limited, aim=aim, off=plan.off, ahead=ahead,
                lessons=self._lessons,
            )  # fmt: skip
            maker.dares = plan.dares
            maker.pads = plan.pads or self.program.gaps is not Gaps.ERROR
            maker.forced = plan.choices.forced(maker, plan.focus)
            try:
                with WithoutCollector():
                    self._run(run, maker)
            except TROUBLE as error:
                why = f"{type(error).__name__}: {error}"
                if number == 0 and "Unsettled" in why and not is_limited and ahead is None:
                    # What stands first depends on how long the file is: decide that first.
                    is_limited, size = True, _size(plan.key)
                    continue
                if not maker.buffer or guesses or isinstance(error, Futile):
                    return data, False, why
            data = bytes(maker.buffer)
            if not why and aim is not None and maker.taken < 0:
                return data, False, "nothing of the kind is in it"
            if not why and (is_loose or self.accepts(data)):
                return data, True, maker.why
            learned = [hole.value for hole in maker.holes]
            if learned == guesses and len(data) == size and ahead in (None, data):
                break
            guesses = learned
            size = size if is_limited else len(data)
            ahead = data if ahead is not None else None
        return data, False, why or _REFUSED

    def _run(self, make: Callable[..., Any], maker: Maker) -> None:
        """Make a file once, and take down how much work it was."""
        if maker.key:
            maker.most_tests = min(maker.most_tests, max(self._left, 0))
        try:
            make(maker)
            maker.finish()
        finally:
            self._gaps += maker.gaps
            effort = maker.tests + maker.spent[0] // _DRAWS_EACH
            self._left -= effort
            self.price += _ATTEMPT_PRICE + effort / _EFFORT_EACH


def generator_of(
    program: Program, *, mode: str = "valid", contracts: Sequence[tuple[str, Any]] = ()
) -> Generator:
    """Compile a generator.

    Args:
        program: the compiled schema.
        mode: one of `MODES`.
        contracts: (name, facts) of consumers whose contract the files are to meet.
    Raises:
        UsageError: the mode is none.
    """
    if mode not in MODES:
        raise UsageError(f"{mode} is no mode\n  expected  one of {', '.join(MODES)}")
    return Generator(program, mode, contracts)


def _number(key: bytes) -> int:
    """Return a number by which keys that follow one another go through whatever is numbered."""
    return int.from_bytes(key[-4:], "big") + int.from_bytes(key[-4:], "little")


def _size(key: bytes) -> int:
    """Choose how long a file is that has to know that first."""
    return 16 + 4 * (expand(key or b"size")() % 100)


def _loaded(program: Program, source: str, name: str) -> Callable[..., Any]:
    title = f"<contentgate {program.name} {program.digest[:12]} {name}>"
    found: Callable[..., Any] = run_code(compile_source(source, title))[name]
    return found
