"""Classes of `validator.dataclass` are what the standard decorator makes."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import typing
from dataclasses import dataclass as standard
from dataclasses import field
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

import pytest

from validator.dataclass import _Later
from validator.dataclass import dataclass as quick

V = TypeVar("V")


def shapes(make: Any) -> dict[str, type]:
    """Make one class of each shape that is used, by one decorator."""

    @make(frozen=True, slots=True)
    class Frozen:
        """Frozen, with slots."""

        a: int
        b: str = "b"
        c: tuple[int, ...] = ()
        d: list[int] = field(default_factory=list, compare=False)
        e: str = field(default="e", repr=False, hash=False)

    @make(slots=True)
    class Loose:
        """Slots only."""

        a: int
        b: list[int] = field(default_factory=list)
        c: int = field(init=False, default=7)
        d: dict[str, int] = field(init=False, default_factory=dict)
        KNOWN: ClassVar[int] = 3

        def __post_init__(self) -> None:
            self.c += self.a

    @make(frozen=True)
    class Roomy:
        """Frozen, without slots."""

        a: int
        b: int = field(init=False, default=2)

        def __post_init__(self) -> None:
            object.__setattr__(self, "extra", self.a + 1)

    @make(frozen=True, slots=True)
    class Own:
        """With methods of its own."""

        a: int

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Own) and self.a % 10 == other.a % 10

        def __hash__(self) -> int:
            return self.a % 10

        def __repr__(self) -> str:
            return "own"

    return {one.__name__: one for one in (Frozen, Loose, Roomy, Own)}


def more_shapes(make: Any) -> dict[str, type]:
    """Make the others."""

    @make(frozen=True, slots=True)
    class Equal:
        """With an `__eq__` alone, which takes `__hash__` away."""

        a: int

        def __eq__(self, other: object) -> bool:
            return True

    @make(slots=True, eq=False, repr=False)
    class Bare:
        """By identity."""

        a: int = 0

    @make(frozen=True, slots=True)
    class Empty:
        """No field."""

    @make(frozen=True, slots=True, order=True)
    class Ordered:
        """With an order."""

        a: int
        b: int = 0

    @make(slots=True)
    class Typed(Generic[V]):
        """Generic, with an argument by keyword."""

        a: V
        self: int = 1
        b: int = field(default=2, kw_only=True)

    return {one.__name__: one for one in (Equal, Bare, Empty, Ordered, Typed)}


OURS = {**shapes(quick), **more_shapes(quick)}
THEIRS = {**shapes(standard), **more_shapes(standard)}
ARGUMENTS: dict[str, list[tuple[tuple[Any, ...], dict[str, Any]]]] = {
    "Frozen": [((1,), {}), ((1, "x", (2,), [3], "z"), {}), ((), {"a": 1, "e": "q"}), ((), {})],
    "Loose": [((1,), {}), ((1, [2]), {}), ((1,), {"c": 2})],
    "Roomy": [((1,), {}), ((1, 2), {})],
    "Own": [((1,), {}), ((11,), {})],
    "Equal": [((1,), {}), ((2,), {})],
    "Bare": [((), {}), ((3,), {})],
    "Empty": [((), {}), ((1,), {})],
    "Ordered": [((1,), {}), ((0, 5), {})],
    "Typed": [((1,), {}), ((1, 3), {"b": 4}), ((1, 3, 4), {})],
}


def said(function: Any) -> object:
    """Return what a call gives, or the kind of its error."""
    try:
        return function()
    except (TypeError, AttributeError) as error:
        return type(error)


def made_of(kind: type, arguments: tuple[tuple[Any, ...], dict[str, Any]]) -> Any:
    return said(lambda: kind(*arguments[0], **copy.deepcopy(arguments[1])))


@pytest.mark.parametrize("name", OURS)
def test_objects_are_those_of_the_standard_decorator(name: str) -> None:
    for arguments in ARGUMENTS[name]:
        ours, theirs = made_of(OURS[name], arguments), made_of(THEIRS[name], arguments)
        assert isinstance(ours, type) == isinstance(theirs, type), arguments
        if isinstance(ours, type):
            assert ours is theirs
            continue
        if name != "Bare":
            assert repr(ours) == repr(theirs)
            assert said(partial(hash, ours)) == said(partial(hash, theirs))
        assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
        again = made_of(OURS[name], arguments)
        assert (ours == again) is (theirs == made_of(THEIRS[name], arguments))
        assert ours != theirs or name == "Equal"
        assert [one.name for one in dataclasses.fields(ours)] == [
            one.name for one in dataclasses.fields(theirs)
        ]


@pytest.mark.parametrize("name", OURS)
def test_classes_are_those_of_the_standard_decorator(name: str) -> None:
    ours: Any = OURS[name]
    theirs: Any = THEIRS[name]
    assert str(inspect.signature(ours)) == str(inspect.signature(theirs))
    assert ours.__match_args__ == theirs.__match_args__
    assert getattr(ours, "__slots__", None) == getattr(theirs, "__slots__", None)
    assert (ours.__hash__ is None) == (theirs.__hash__ is None)
    assert repr(vars(ours)["__dataclass_params__"]) == repr(vars(theirs)["__dataclass_params__"])
    assert dataclasses.is_dataclass(ours)
    assert ours.__init__.__qualname__ == theirs.__init__.__qualname__
    assert ours.__init__.__annotations__ == theirs.__init__.__annotations__


def test_a_frozen_object_stays_as_it_is() -> None:
    for name in ("Frozen", "Roomy"):
        for one in (OURS[name](1), THEIRS[name](1)):
            with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'a'"):
                one.a = 2
            with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'a'"):
                del one.a


def test_replace_and_match() -> None:
    one = OURS["Frozen"](1, d=[5])
    other = dataclasses.replace(one, a=2)
    assert (other.a, other.b, other.d) == (2, "b", [5])
    kind: Any = OURS["Frozen"]
    match other:
        case kind(number, text):
            assert (number, text) == (2, "b")
        case _:
            pytest.fail("no match")


@quick(frozen=True, slots=True)
class Kept:
    """Can be pickled."""

    a: int
    b: tuple[Kept, ...] = ()


class Below(Kept):
    """Inherits methods that are compiled later."""


@quick(frozen=True)
class Wider(Kept):
    """Inherits fields, which is left to the standard decorator."""

    c: int = 3


def test_copies_and_pickles() -> None:
    one = Kept(1, (Kept(2), Kept(3)))
    assert pickle.loads(pickle.dumps(one)) == one
    assert copy.deepcopy(one) == one
    assert copy.copy(one) == one


def test_methods_are_compiled_when_they_are_used() -> None:
    @quick(frozen=True, slots=True)
    class Fresh:
        a: int

    assert {type(vars(Fresh)[name]) for name in ("__init__", "__eq__", "__hash__")} == {_Later}
    assert Fresh.__doc__ == "Fresh"
    Fresh(1)
    assert inspect.isfunction(vars(Fresh)["__init__"])
    assert type(vars(Fresh)["__eq__"]) is _Later


def test_subclasses() -> None:
    assert (Below(1), hash(Below(1))) == (Below(1), hash((1, ())))
    assert Below(1) != Kept(1)
    assert Wider(1) == Wider(1, (), 3)
    assert [one.name for one in dataclasses.fields(Wider)] == ["a", "b", "c"]


def test_types_of_arguments_can_be_resolved() -> None:
    assert typing.get_type_hints(Kept.__init__)["b"] == tuple[Kept, ...]


def test_an_object_that_holds_itself_is_shown() -> None:
    one = OURS["Loose"](1)
    one.b.append(one)
    assert repr(one).count("...") == 1
