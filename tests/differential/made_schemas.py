"""Small random schemas of everything the language has, and random files for them.

All choices come from one `random.Random`: hypothesis can drive and shrink it, and a long run by
hand needs nothing but a seed. Most schemas compile; the others are refused without harm.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

NUMBERS = ("u1", "u1", "u1", "u2", "s1", "s2", "u2be", "s2be", "u4", "s4le", "u8", "s8be")
BITS = ("b1", "b2", "b3", "b4", "b7", "b9", "b12", "b3le", "b8le", "b1le")
ENCODINGS = ("ASCII", "UTF-8", "UTF-16LE", "ISO-8859-1")
PROCESSES = ("xor(7)", "xor([1, 2])", "rol(3)", "ror(1)", "xor(n & 3)", "zlib")
BYTES = (0, 0, 1, 1, 2, 2, 3, 4, 5, 7, 32, 65, 97, 127, 128, 254, 255)


@dataclass
class Scope:
    """What expressions of one type may name.

    Attributes:
        ints, texts, raws, lists: expressions of that kind; lists hold integers.
        is_leaf: no other type is used inside.
    """

    name: str
    number: int
    ints: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    raws: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    objects: list[tuple[str, int]] = field(default_factory=list)


class Maker:
    """Writes one schema."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.types = rng.randint(0, 3)

    def chance(self, one_in: int) -> bool:
        return self.rng.randrange(one_in) == 0

    def schema(self) -> str:
        """Return the text of a schema."""
        endian = self.rng.choice(("le", "le", "be"))
        bits = self.rng.choice(("", "", ", bit-endian: le"))
        gaps = self.rng.choice(
            ("", "-gaps: allow\n", "-gaps: allow\n-overlaps: allow\n", "-gaps: padding\n")
        )
        head = f"meta: {{id: case, endian: {endian}, encoding: ASCII{bits}}}\n"
        head += f"-budget: {{nodes: 300, depth: 6, unpacked: 200}}\n{gaps}"
        types = "".join(
            f"  t{number}:\n{self.body(number, '    ')}" for number in range(1, self.types + 1)
        )
        enums = "enums: {kind: {0: zero, 1: one, 2: two, 65: letter}}\n"
        return head + self.body(0, "") + (f"types:\n{types}" if types else "") + enums

    def body(self, number: int, indent: str) -> str:
        """Return seq, instances and checks of a type."""
        scope = Scope(f"t{number}" if number else "case", number)
        lines = []
        if number:
            lines.append("params: [{id: p, type: u4}, {id: q, type: bool}]")
            scope.ints.append("p")
            if self.chance(4):
                lines.append(f"meta: {{endian: {self.calculated()}}}")
        lines.append("seq:")
        lines.append("  - {id: n, type: u1}")
        scope.ints.append("n")
        for position in range(self.rng.randint(1, 4)):
            lines.append(f"  - {self.field(scope, f'f{position}')}")
        instances = [self.instance(scope, f"i{at}") for at in range(self.rng.choice((0, 0, 1, 2)))]
        if instances:
            lines += ["instances:", *(f"  {line}" for line in instances)]
        lines += self.checks(scope)
        return "".join(f"{indent}{line}\n" for line in lines)

    def calculated(self) -> str:
        cases = self.rng.choice(("{1: be, _: le}", "{0: be, 1: le}"))
        by_flag = "{switch-on: q, cases: {true: le, false: be}}"
        return self.rng.choice((by_flag, f"{{switch-on: p, cases: {cases}}}", "be", "le"))

    def checks(self, scope: Scope) -> list[str]:
        """Return `-checks`, now and then."""
        if not self.chance(4):
            return []
        conditions = [self.condition(scope) for _ in range(self.rng.randint(1, 2))]
        if scope.lists:
            name = self.rng.choice(scope.lists)
            conditions.append(
                self.rng.choice(
                    (f"all({name}, _ < 9)", f"any({name}, _ > 1)", f"sum({name}) < 20",
                     f"unique({name})", f"sorted({name})", f"count({name}, _ > n) < 3",
                     f"contains({name}, n)", f"max({name}, _ + 1) > 2",
                     f"lookup({name}, n, _) == n", f"not overlaps({name}, _, _ + 2)",
                     f"start_of({name}) + n <= end_of({name})")
                )
            )  # fmt: skip
        return [
            "-checks:",
            *(f"  - {{id: c{i}, expr: {quoted(c)}}}" for i, c in enumerate(conditions)),
        ]

    # Fields

    def field(self, scope: Scope, name: str) -> str:
        """Return one seq field."""
        return "{" + self.read(scope, name, f"id: {name}") + "}"

    def read(self, scope: Scope, name: str, start: str) -> str:
        """Return the keys of a field that is read, and note what expressions may name."""
        kinds = ["number"] * 4 + ["bits"] * 2 + ["bytes", "text", "contents", "switch"]
        if scope.number < self.types:
            kinds += ["object"] * 4
        kind = self.rng.choice(kinds)
        keys = [start, *getattr(self, f"_{kind}")(scope)]
        repeat = self.repeat(scope, kind)
        keys += repeat
        is_optional = self.chance(6)
        if is_optional:
            keys.append(f"if: {quoted(self.condition(scope))}")
        if not is_optional or self.chance(5):
            self.note(scope, name, kind, keys, bool(repeat))
        return ", ".join(keys)

    def note(self, scope: Scope, name: str, kind: str, keys: list[str], repeated: bool) -> None:
        """Let expressions name the field."""
        text = ", ".join(keys)
        is_int = kind == "number" or (kind == "bits" and "b1" not in text.split("type: ")[1][:3])
        if "enum:" in text or kind in ("switch", "contents"):
            return
        if is_int:
            (scope.lists if repeated else scope.ints).append(name)
        elif kind == "object" and not repeated:
            number = int(text.split("type: 't")[1][0])
            scope.objects.append((name, number))
            scope.ints.append(f"{name}.n")
        elif kind in ("bytes", "text"):
            names = scope.raws if kind == "bytes" else scope.texts
            names.append(f"{name}[0]" if repeated else name)

    def repeat(self, scope: Scope, kind: str) -> list[str]:
        match self.rng.randrange(9):
            case 0:
                return ["repeat: eos"]
            case 1 | 2:
                return ["repeat: expr", f"repeat-expr: {quoted(self.count(scope))}"]
            case 3:
                until = self.rng.choice(("_io.eof", "_index == 2", "_io.pos > 6"))
                if kind == "number":
                    until = self.rng.choice((until, "_ == 0", "_ < n"))
                return ["repeat: until", f"repeat-until: {quoted(until)}"]
        return []

    def _number(self, scope: Scope) -> list[str]:
        keys = [f"type: {self.rng.choice(NUMBERS)}"]
        match self.rng.randrange(18):
            case 0:
                keys.append("enum: kind")
            case 1:
                keys.append("enum: kind, valid: {in-enum: true}")
            case 2:
                keys.append(f"valid: {{max: {quoted(self.value(scope))}}}")
            case 3:
                keys.append(f"valid: {{min: {quoted(self.value(scope))}}}")
            case 4:
                keys.append("valid: {any-of: [0, 1, 2, 65]}")
            case 5:
                keys.append(f"valid: {{expr: {quoted(f'_ != 3 and ({self.condition(scope)})')}}}")
            case 6:
                keys.append(f"valid: {quoted(self.value(scope))}")
            case 7:
                keys.append("-reserved: true")
            case 8 if scope.lists:
                keys.append(f"-refers-to: {{table: {self.rng.choice(scope.lists)}}}, -default: 0")
        return keys

    def _bits(self, scope: Scope) -> list[str]:
        keys = [f"type: {self.rng.choice(BITS)}"]
        if keys[0] != "type: b1" and self.chance(6):
            keys.append("valid: {max: 1}" if "b1" not in keys[0] else "enum: kind")
        return keys

    def extent(self, scope: Scope, *, process: bool = True) -> list[str]:
        """Return keys that say where bytes end."""
        match self.rng.randrange(6):
            case 0:
                keys = ["size-eos: true"]
            case 1 | 2:
                keys = [f"terminator: {self.rng.choice((0, 0, 1, 65))}"]
                keys += [key for key in ("include: true",) if self.chance(4)]
                keys += [key for key in ("consume: false",) if self.chance(4)]
                keys += [key for key in ("eos-error: false",) if self.chance(3)]
            case _:
                keys = [f"size: {quoted(self.count(scope))}"]
                keys += [key for key in ("pad-right: 0", "terminator: 0") if self.chance(5)]
        if process and self.chance(7):
            keys.append(f"process: {quoted(self.rng.choice(PROCESSES))}")
        return keys

    def _bytes(self, scope: Scope) -> list[str]:
        keys = self.extent(scope)
        if self.chance(8):
            keys.append("valid: {expr: '_.length < 3'}")
        return keys

    def _text(self, scope: Scope) -> list[str]:
        encoding = self.rng.choice(ENCODINGS)
        if self.chance(2):
            return ["type: strz", f"encoding: {encoding}"]
        return ["type: str", f"encoding: {encoding}", *self.extent(scope, process=False)]

    def _contents(self, scope: Scope) -> list[str]:
        return [f"contents: {self.rng.choice(('[1]', '[0, 1]', 'A'))}"]

    def target(self, scope: Scope) -> str:
        number = self.rng.randint(scope.number + 1, self.types)
        return f"t{number}({self.value(scope)}, {self.condition(scope)})"

    def _object(self, scope: Scope) -> list[str]:
        keys = [f"type: {quoted(self.target(scope))}"]
        if self.chance(2):
            keys += [key for key in self.extent(scope) if "pad-right" not in key]
        return keys

    def _switch(self, scope: Scope) -> list[str]:
        cases = [f"{at}: {self.case(scope)}" for at in self.rng.sample(range(4), 2)]
        if self.chance(3):
            cases.append(f"_: {self.case(scope)}")
        on = self.rng.choice((self.value(scope), "n", "n & 3"))
        sized = any("'t" in case for case in cases) and self.chance(2)
        keys = [f"type: {{switch-on: {quoted(on)}, cases: {{{', '.join(cases)}}}}}"]
        return keys + ([f"size: {quoted(self.count(scope))}"] if sized else [])

    def case(self, scope: Scope) -> str:
        if scope.number < self.types and self.chance(2):
            return quoted(self.target(scope))
        return self.rng.choice(("u1", "u2", "s1", "strz"))

    # Instances

    def instance(self, scope: Scope, name: str) -> str:
        """Return one instance."""
        match self.rng.randrange(5):
            case 0:
                value = self.rng.choice(
                    (self.value(scope), self.condition(scope), self.text(scope), self.raw(scope))
                )
                return f"{name}: {{value: {quoted(value)}}}"
            case 1:
                return f"{name}: {{{self.read(scope, name, 'doc: here')}}}"
            case 2:
                place = f"io: _root._io, pos: {quoted(self.value(scope))}"
                return f"{name}: {{{self.read(scope, name, place)}}}"
        return f"{name}: {{{self.read(scope, name, f'pos: {quoted(self.count(scope))}')}}}"

    # Expressions

    def count(self, scope: Scope) -> str:
        """Return a small number, mostly."""
        return self.rng.choice(
            ("0", "1", "2", "2", "3", "n & 3", "n & 3", "n % 4", "n", self.value(scope))
        )

    def value(self, scope: Scope, depth: int = 2) -> str:
        """Return an integer expression."""
        atoms = [*scope.ints * 2, "0", "1", "2", "5", "_io.pos", "_io.size"]
        atoms += [f"{name}.length" for name in scope.raws + scope.texts]
        atoms += [f"{name}.size" for name in scope.lists]
        if self.chance(4):
            atoms += [f"{name}{end}" for name in scope.lists for end in (".last", "[1]", ".max")]
            atoms += [f"{name}.first" for name in scope.raws] + ["_root.n"]
            atoms += [f"{name}.to_i" for name in scope.texts]
        if not depth or self.chance(2):
            return self.rng.choice(atoms)
        left, right = self.value(scope, depth - 1), self.value(scope, depth - 1)
        if self.chance(6):
            return f"({self.condition(scope, depth - 1)} ? {left} : {right})"
        if self.chance(2):
            operator = self.rng.choice(("/", "%", "<<", ">>", "&"))
            return f"({left} {operator} {self.rng.choice(('1', '2', '3', right))})"
        return f"({left} {self.rng.choice(('+', '+', '-', '*', '&', '|', '^'))} {right})"

    def condition(self, scope: Scope, depth: int = 1) -> str:
        """Return a boolean expression."""
        atoms = [f"({self.value(scope, depth)}) {self.comparison()} {self.value(scope, depth)}"] * 3
        atoms += ["_io.eof", "n < 3", *(f'{name} == "A"' for name in scope.texts)]
        atoms += [f"{name} == [1]" for name in scope.raws] + (["q"] if scope.number else [])
        first = self.rng.choice(atoms)
        if self.chance(4):
            second = self.rng.choice(atoms)
            return f"({first} {self.rng.choice(('and', 'or'))} not ({second}))"
        return f"({first})"

    def comparison(self) -> str:
        return self.rng.choice(("==", "!=", "<", "<=", ">", ">="))

    def text(self, scope: Scope) -> str:
        atoms = ['"ab"', "n.to_s", 'f"{n}!"']
        atoms += [f"{name}.reverse" for name in scope.texts]
        atoms += [f"{name}.substring(0, n & 3)" for name in scope.texts]
        atoms += [f'{name}.to_s("ASCII")' for name in scope.raws]
        return f"{self.rng.choice(atoms)} + {self.rng.choice(atoms)}"

    def raw(self, scope: Scope) -> str:
        atoms = ["[1, 2]", "[n & 7, 1].as<bytes>", *scope.raws]
        return f"{self.rng.choice(atoms)} + {self.rng.choice(atoms)}"


def quoted(text: str) -> str:
    """Return an expression as a quoted YAML scalar."""
    return "'" + text.replace("'", "''") + "'"


def make_schema(rng: random.Random) -> str:
    """Return the text of a schema that mostly compiles."""
    return Maker(rng).schema()


def make_file(rng: random.Random) -> bytes:
    """Return a small file of values that are likely to mean something."""
    return bytes(rng.choice(BYTES) for _ in range(rng.choice((0, 1, 2, 4, 6, 8, 12, 16, 24, 40))))
