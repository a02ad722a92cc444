"""Small C programs, drawn from a seed, whose types have every shape that BTF has a kind for.

Comes in: a seed. Goes out: text of a program that clang compiles for bpf and gcc for this machine.
"""

from __future__ import annotations

import random

_PLAIN = ("char", "signed char", "unsigned char", "short", "unsigned short", "int", "unsigned int",
          "long", "unsigned long", "long long", "unsigned long long", "_Bool", "float",
          "double")  # fmt: skip


def program(seed: int) -> str:
    """Return a program; same seed, same text.

    Args:
        seed: any number.
    """
    draw = random.Random(seed)
    types = list(_PLAIN)
    parts = []
    for index in range(draw.randint(2, 24)):
        kind = draw.choice(("struct", "struct", "union", "enum", "typedef"))
        if kind == "enum":
            parts.append(_enum(draw, index))
            types.append(f"enum e{index}")
        elif kind == "typedef":
            parts.append(_typedef(draw, index, types))
            types.append(f"t{index}")
        else:
            parts.append(_record(draw, kind, index, types))
            types.append(f"{kind} {kind[0]}{index}")
    mine = types[len(_PLAIN) :]
    for index, name in enumerate(mine):
        parts.append(f"{draw.choice(('', 'static ', 'const '))}{name} v{index};")
    functions = draw.randint(1, 6)
    parts += [_function(draw, index, mine) for index in range(functions)]
    uses = " + ".join(f"sizeof(v{index}) + *(char *)&v{index}" for index in range(len(mine)))
    last = f"f{functions - 1}(context, 1)"
    parts.append(f"int program(void *context) {{ return {uses} + {last}; }}")
    return "\n".join(parts) + "\n"


def _enum(draw: random.Random, index: int) -> str:
    values = []
    for number in range(draw.randint(1, 9)):
        given = f" = {draw.randint(-70000, 70000)}" if draw.random() < 0.4 else ""
        values.append(f"E{index}_{number}{given}")
    return f"enum e{index} {{ {', '.join(values)} }};"


def _typedef(draw: random.Random, index: int, types: list[str]) -> str:
    of = draw.choice(types)
    stars = draw.choice(("", "*", "**"))
    return draw.choice((
        f"typedef {of} {stars}t{index};",
        f"typedef {of} t{index}[{draw.randint(1, 40)}];",
        f"typedef {draw.choice(('const', 'volatile'))} {of} {stars}t{index};",
        f"typedef int (*t{index})({of} *, const char *);",
    ))  # fmt: skip


def _record(draw: random.Random, kind: str, index: int, types: list[str]) -> str:
    members = [_member(draw, f"m{number}", types, f"{kind} {kind[0]}{index}")
               for number in range(draw.randint(1, 14))]  # fmt: skip
    if kind == "struct" and draw.random() < 0.2:
        members.append(f"{draw.choice(_PLAIN)} tail[];")
    packed = "__attribute__((packed)) " if draw.random() < 0.15 else ""
    return f"{kind} {packed}{kind[0]}{index} {{ {' '.join(members)} }};"


def _member(draw: random.Random, name: str, types: list[str], own: str) -> str:
    # A struct that ends in an array of unknown length must not lie inside another one.
    of = draw.choice(types[: len(_PLAIN)] if draw.random() < 0.5 else types)
    return draw.choice((
        f"{of} *{name};",
        f"{of} *{name};",
        f"{draw.choice(_PLAIN)} {name};",
        f"{draw.choice(_PLAIN)} {name}[{draw.randint(1, 64)}];",
        f"{draw.choice(_PLAIN)} {name}[{draw.randint(1, 4)}][{draw.randint(1, 9)}];",
        f"{own} *{name};",
        f"unsigned {name} : {draw.randint(1, 32)};",
        f"unsigned long long {name} : {draw.randint(1, 64)};",
        f"struct {{ int {name}_a; union {{ long {name}_b; void *{name}_c; }}; }} {name};",
        f"int (*{name})({of} *, ...);",
        f"struct far_{name} *{name};",
        f"const volatile {of} *const {name};",
    ))  # fmt: skip


def _function(draw: random.Random, index: int, mine: list[str]) -> str:
    of = draw.choice(mine)
    head = f"__attribute__((noinline)) static int f{index}(void *context, long x)"
    # Each calls the one before, so that none is left out as unused.
    inside = f"f{index - 1}(context, x + 1)" if index else "x"
    return f"{head} {{ {of} *p = context; return sizeof(*p) + *(volatile char *)p + {inside}; }}"
