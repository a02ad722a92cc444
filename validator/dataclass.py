"""Dataclasses that cost little to define: methods are compiled when they are first called.

Comes in: a class, as for `dataclasses.dataclass`. Goes out: the same class as that would make
(`fields`, `replace`, `asdict`, `match`, pickling, messages), in a tenth of the time. The standard
decorator compiles up to six methods of every class at once, which was 0.3 s of the start of a
command that needs few of them. Type checkers are told that it is the standard one.
"""

from __future__ import annotations

import dataclasses
import sys
from dataclasses import MISSING, Field, FrozenInstanceError
from reprlib import recursive_repr

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from dataclasses import dataclass as dataclass
    from typing import Any

    Maker = Callable[[type], Callable[..., Any]]
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, eq=True, repr=True, order=False):
        """Make a dataclass of a class; see `dataclasses.dataclass`.

        Args:
            cls: the class.
            frozen, slots, eq, repr, order: as there; what it has besides is not known here.
        Returns:
            the class, another one with `slots`; a decorator when there is none yet.
        """

        def decorate(cls):
            if order or _is_special(cls):
                asked = {"frozen": frozen, "slots": slots, "eq": eq, "repr": repr, "order": order}
                return dataclasses.dataclass(**asked)(cls)
            return _make(cls, frozen=frozen, slots=slots, eq=eq, is_shown=repr)

        return decorate if cls is None else decorate(cls)


def _is_special(cls: type) -> bool:
    """Whether a class is left to the standard decorator: it inherits fields, or has `InitVar`."""
    notes = cls.__dict__.get("__annotations__", {})
    return any(hasattr(base, "__dataclass_fields__") for base in cls.__bases__) or any(
        "InitVar" in str(note) for note in notes.values()
    )


def _make(cls: type, *, frozen: bool, slots: bool, eq: bool, is_shown: bool) -> Any:
    own = set(cls.__dict__)
    has_hash = cls.__dict__.get("__hash__") is not None
    if cls.__doc__ is None:
        cls.__doc__ = cls.__name__  # otherwise the signature is worked out for it, at once
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
    params: Any = vars(made)["__dataclass_params__"]
    params.init, params.repr, params.eq, params.frozen = True, is_shown, eq, frozen
    methods: dict[str, Any] = {"__init__": _Later("__init__", made, _init_of)}
    if is_shown:
        methods["__repr__"] = _show
    if eq:
        methods["__eq__"] = _Later("__eq__", made, _eq_of)
    if eq and not has_hash:
        own.discard("__hash__")  # `__eq__` of the class has set it to None
        methods["__hash__"] = _Later("__hash__", made, _hash_of) if frozen else None
    if frozen:
        methods |= _freezing(made)
    if frozen and slots:
        methods |= {"__getstate__": _state, "__setstate__": _set_state}
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    return made


class _Later:
    """A method that is compiled when it is looked up, and takes its own place then."""

    __slots__ = ("_make", "_name", "_owner")

    def __init__(self, name: str, owner: type, make: Maker) -> None:
        self._name = name
        self._owner = owner
        self._make = make

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        function: Any = self._make(self._owner)
        function.__qualname__ = f"{self._owner.__qualname__}.{self._name}"
        setattr(self._owner, self._name, function)
        return function.__get__(instance, owner)


# -- methods that are compiled ---------------------------------------------------------------


def _init_of(cls: type) -> Any:
    """Return `__init__`: what the standard one does, with the slots set directly."""
    fields = dataclasses.fields(cls)
    plain = [field for field in fields if field.init and not field.kw_only]
    named = [field for field in fields if field.init and field.kw_only]
    outer: dict[str, Any] = {"__set": object.__setattr__, "__factory": _FACTORY}
    heads = [_parameter(field, outer) for field in plain]
    if named:
        heads += ["*", *(_parameter(field, outer) for field in named)]
    lines = [line for field in fields for line in _setting(cls, field, outer)]
    if hasattr(cls, "__post_init__"):
        lines.append("__self.__post_init__()")
    function = _compiled(cls, "__init__", ["__self", *heads], lines, outer)
    types = {field.name: field.type for field in (*plain, *named)}
    function.__annotations__ = {**types, "return": None}
    return function


def _parameter(field: Field[Any], outer: dict[str, Any]) -> str:
    if field.default is not MISSING:
        outer[f"__default_{field.name}"] = field.default
        return f"{field.name}=__default_{field.name}"
    return field.name if field.default_factory is MISSING else f"{field.name}=__factory"


def _setting(cls: type, field: Field[Any], outer: dict[str, Any]) -> Iterator[str]:
    """Yield the line that sets a field, if it is set at all."""
    name, value = field.name, field.name
    if field.default_factory is not MISSING:
        outer[f"__make_{name}"] = field.default_factory
        value = f"__make_{name}()"
        if field.init:
            value += f" if {name} is __factory else {name}"
    elif not field.init:
        if field.default is MISSING or "__slots__" not in cls.__dict__:
            return  # the attribute of the class serves
        outer[f"__default_{name}"] = field.default
        value = f"__default_{name}"
    if not _is_frozen(cls):
        yield f"__self.{name} = {value}"
    elif "__slots__" in cls.__dict__:
        outer[f"__set_{name}"] = cls.__dict__[name].__set__
        yield f"__set_{name}(__self, {value})"
    else:
        yield f"__set(__self, {name!r}, {value})"


def _eq_of(cls: type) -> Any:
    names = [field.name for field in dataclasses.fields(cls) if field.compare]
    lines = [
        "if other.__class__ is self.__class__:",
        f"    return {_tuple('self', names)} == {_tuple('other', names)}",
        "return NotImplemented",
    ]
    return _compiled(cls, "__eq__", ["self", "other"], lines, {})


def _hash_of(cls: type) -> Any:
    fields = dataclasses.fields(cls)
    names = [one.name for one in fields if (one.compare if one.hash is None else one.hash)]
    return _compiled(cls, "__hash__", ["self"], [f"return hash({_tuple('self', names)})"], {})


def _tuple(of: str, names: Sequence[str]) -> str:
    return f"({''.join(f'{of}.{name},' for name in names)})"


def _compiled(
    cls: type, name: str, heads: Sequence[str], lines: Sequence[str], outer: dict[str, Any]
) -> Any:
    """Return a function of the module of a class; names of `outer` are known to it besides."""
    text = f"def __outer({', '.join(outer)}):\n def {name}({', '.join(heads)}):\n"
    text += "".join(f"  {line}\n" for line in lines or ("pass",)) + f" return {name}"
    module = sys.modules.get(cls.__module__)
    made: dict[str, Any] = {}
    exec(text, vars(module) if module is not None else {}, made)
    return made["__outer"](**outer)


# -- methods that are not ---------------------------------------------------------------------


@recursive_repr()
def _show(self: Any) -> str:
    shown = [
        f"{one.name}={getattr(self, one.name)!r}" for one in dataclasses.fields(self) if one.repr
    ]
    return f"{self.__class__.__qualname__}({', '.join(shown)})"


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: Sequence[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


def _freezing(cls: Any) -> dict[str, Any]:
    """Return the methods that refuse to change an object."""
    names = {field.name for field in dataclasses.fields(cls)}

    def __setattr__(self: Any, name: str, value: Any) -> None:
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self: Any, name: str) -> None:
        if type(self) is cls or name in names:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    return {"__setattr__": __setattr__, "__delattr__": __delattr__}


def _is_frozen(cls: type) -> bool:
    return bool(vars(cls)["__dataclass_params__"].frozen)


class _Factory:
    """As signatures show it."""

    def __repr__(self) -> str:
        return "<factory>"


_FACTORY = _Factory()
"""Stands for an argument that was not given, whose value is made anew for every object."""
