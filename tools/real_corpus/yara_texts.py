"""Text of YARA rules of many shapes, drawn from a seed.

Comes in: a shape, a count and a seed. Goes out: rules that YARA 4.2 and 4.5 compile.
"""

from __future__ import annotations

import random
from collections.abc import Callable

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def _word(draw: random.Random, least: int = 5, most: int = 18) -> str:
    return "".join(draw.choice(_LETTERS) for _ in range(draw.randint(least, most)))


def _hexes(draw: random.Random, count: int) -> str:
    return " ".join(f"{draw.randrange(256):02X}" for _ in range(count))


def _texts(draw: random.Random, index: int) -> tuple[str, str]:
    kinds = ("", " nocase", " wide", " wide ascii", " fullword", " xor", " xor(1-31)", " base64",
             " base64wide", " private", " nocase wide ascii fullword")  # fmt: skip
    strings = "\n".join(f'    $s{n} = "{_word(draw)}"{draw.choice(kinds)}'
                        for n in range(draw.randint(1, 6)))  # fmt: skip
    return strings, draw.choice(("any of them", "all of them", "$s0", "#s0 > 2 and @s0 < 100",
                                 f"$s0 at {index}", "$s0 in (0..filesize)",
                                 "1 of ($s*)"))  # fmt: skip


def _hex_strings(draw: random.Random, index: int) -> tuple[str, str]:
    middles = ("??", "?A", "B?", "[4]", "[2-6]", "[3-]", "( 11 22 | 33 | 44 55 66 )", "[200-600]",
               "[-]", "( ?? 41 | 42 )")  # fmt: skip
    strings = "\n".join(f"    $h{n} = {{ {_hexes(draw, 5)} {draw.choice(middles)} "
                        f"{_hexes(draw, 4)} {draw.choice(middles)} {_hexes(draw, 3)} }}"
                        for n in range(draw.randint(1, 4)))  # fmt: skip
    return strings, draw.choice(("any of them", "$h0", f"#h0 == {index % 5} or !h0 > 9", "2 of them"
                                 if strings.count("\n") else "$h0"))  # fmt: skip


def _regexes(draw: random.Random, index: int) -> tuple[str, str]:
    parts = ("[0-9a-f]{2,8}", r"\d+", r"\w*", "(one|two|three)", "[^a-z]?", "x{3}", r"\bword\b",
             ".{1,20}", "(ab?c)+", r"\s", "(a|b(c|d)){2,5}", r"\x41\x42")  # fmt: skip
    flags = ("", "i", "s", "is")
    after = ("", " wide", " nocase", " ascii wide fullword")
    strings = "\n".join(
        f"    $r{n} = /{_word(draw, 4, 7)}{draw.choice(parts)}{draw.choice(parts)}"
        f"{_word(draw, 3, 5)}/{draw.choice(flags)}{draw.choice(after)}"
        for n in range(draw.randint(1, 4)))  # fmt: skip
    return strings, draw.choice(("any of them", "$r0 and filesize < 1MB", f"#r0 > {index % 7}"))


def _loops(draw: random.Random, index: int) -> tuple[str, str]:
    strings, _ = _texts(draw, index)
    return strings, draw.choice((
        "for any i in (1..#s0) : ( @s0[i] < 1000 )",
        "for all i in (0, 3, 7) : ( uint8(i) != 0x90 )",
        "for 2 of them : ( $ and # > 1 )",
        "for any of ($s*) : ( $ in (0..512) )",
        "for all of them : ( for any i in (1..#) : ( @[i] % 2 == 0 ) )",
        "for any i in (1..3) : ( for all j in (i..i + 2) : ( uint16be(i * j) > j ) )",
        "for any section in pe.sections : ( section.virtual_size > 16 )",
        'for any k, v in pe.version_info : ( k == "CompanyName" and v contains "demo" )',
    ))  # fmt: skip


def _modules(draw: random.Random, index: int) -> tuple[str, str]:
    return "", draw.choice((
        f"pe.number_of_sections == {index % 9}",
        'pe.imports("demo.dll", "Entry")',
        'pe.exports(/Get.*Info/i)',
        "elf.type == elf.ET_EXEC and elf.machine == elf.EM_X86_64",
        "math.entropy(0, filesize) >= 7.5",
        f"math.in_range(math.mean(0, 64), {index}.5, 200.0)",
        'hash.md5(0, 16) == "00112233445566778899aabbccddeeff"',
        "time.now() > 1700000000",
        "pe.sections[0].characteristics & pe.SECTION_MEM_WRITE != 0",
        "for any i in (0..pe.number_of_sections - 1) : ( pe.sections[i].name == \".text\" )",
        "dotnet.number_of_streams > 2",
        'pe.rich_signature.key == 1 or defined pe.entry_point',
    ))  # fmt: skip


def _arithmetic(draw: random.Random, index: int) -> tuple[str, str]:
    return "", draw.choice((
        f"filesize > {index}KB and filesize < 2MB",
        "uint32(0) == 0x464C457F or uint16be(0) == 0x4D5A",
        f"(filesize * 3 - {index}) % 7 == 2 and not (filesize \\ 4 == 9)",
        f"int32(uint8(3) + 4) > -{index + 1} and ~filesize != 0",
        f"(filesize >> 3) ^ {index} == 17 and filesize & 0xff | 3 << 2 > 1.5",
        'outside contains "gate" or outside matches /a.c/i or level >= 3 and flag',
        'outside icontains "GATE" and outside startswith "x" or outside iequals "Y"',
        "true and ratio < 0.75 or false",
    ))  # fmt: skip


def _plain(draw: random.Random, index: int) -> tuple[str, str]:
    return "", draw.choice(("true", "false", f"filesize == {index}"))


def _mixed(draw: random.Random, index: int) -> tuple[str, str]:
    return draw.choice((_texts, _hex_strings, _regexes, _loops, _modules, _arithmetic))(draw, index)


def _heavy(draw: random.Random, index: int) -> tuple[str, str]:
    """Fill a file: several strings of every kind in each rule."""
    strings = f'    $a = "{_word(draw)}"\n    $b = "{_word(draw)}" wide ascii nocase\n' \
              f"    $c = {{ {_hexes(draw, 8)} ?? {_hexes(draw, 8)} }}\n" \
              f"    $d = /{_word(draw, 6, 6)}[0-9a-f]{{2,8}}{_word(draw, 5, 5)}/"  # fmt: skip
    return strings, f"2 of them and filesize < {1000 + index} or #a > {index % 9}"


SHAPES: dict[str, Callable[[random.Random, int], tuple[str, str]]] = {
    "texts": _texts, "hex": _hex_strings, "regexes": _regexes, "loops": _loops,
    "modules": _modules, "arithmetic": _arithmetic, "plain": _plain, "mixed": _mixed,
    "heavy": _heavy,
}  # fmt: skip


def rules(shape: str, count: int, seed: int) -> str:
    """Return rules of one shape; same arguments, same text.

    Args:
        shape: a key of `SHAPES`.
        count: rules, >= 1.
        seed: any number.
    """
    draw = random.Random(f"{shape}/{count}/{seed}")
    parts = ['import "pe"\nimport "elf"\nimport "math"\nimport "hash"\nimport "time"\n'
             'import "dotnet"'] if shape in ("modules", "mixed", "loops") else []  # fmt: skip
    before: list[str] = []
    for index in range(count):
        name = f"{shape}_{index}"
        strings, condition = SHAPES[shape](draw, index)
        if before and draw.random() < 0.15:
            condition = f"{draw.choice(before)} and ({condition})"
        if strings:  # the compiler refuses rules that leave a string unused
            condition = f"({condition}) or any of them"
        kind = draw.choice(("", "", "", "private ", "global "))
        tags = draw.choice(("", " : demo", " : demo own", f" : t{index}"))
        meta = _meta(draw, index)
        section = f"  strings:\n{strings}\n" if strings else ""
        parts.append(
            f"{kind}rule {name}{tags} {{\n{meta}{section}  condition:\n    {condition}\n}}"
        )
        before.append(name)
    return "\n".join(parts) + "\n"


def _meta(draw: random.Random, index: int) -> str:
    lines = ['    author = "own"', f"    score = {index - 3}", "    is_demo = true",
             f'    text = "{_word(draw)} \\"quoted\\""']  # fmt: skip
    chosen = lines[: draw.randint(0, 4)]
    return "  meta:\n" + "\n".join(chosen) + "\n" if chosen else ""
