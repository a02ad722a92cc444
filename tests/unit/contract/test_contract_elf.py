from __future__ import annotations

from pathlib import Path

import pytest
from contract_builds import build

from validator.contract.elf import read_elf
from validator.contract.symbols import SymbolTable
from validator.errors import ContractError

WAYS = {
    "gcc dwarf-4 object": ("gcc", "sensor.o", ("-gdwarf-4",)),
    "gcc dwarf-5 object": ("gcc", "sensor.o", ("-gdwarf-5",)),
    "gcc dwarf-4 library": ("gcc", "sensor.so", ("-gdwarf-4", "-shared", "-fPIC")),
    "gcc dwarf-5 library": ("gcc", "sensor.so", ("-gdwarf-5", "-shared", "-fPIC")),
    "gcc compressed": ("gcc", "sensor.o", ("-gdwarf-5", "-gz")),
    "gcc type units": (
        "gcc", "sensor.so", ("-gdwarf-5", "-shared", "-fPIC", "-fdebug-types-section")),
    "gcc type units 4": (
        "gcc", "sensor.so", ("-gdwarf-4", "-shared", "-fPIC", "-fdebug-types-section")),
    "clang dwarf-4 object": ("clang", "sensor.o", ("-gdwarf-4",)),
    "clang dwarf-5 object": ("clang", "sensor.o", ("-gdwarf-5",)),
    "clang dwarf-5 library": ("clang", "sensor.so", ("-gdwarf-5", "-shared", "-fPIC")),
}  # fmt: skip


@pytest.fixture(params=WAYS)
def sensor(request: pytest.FixtureRequest, tmp_path: Path) -> SymbolTable:
    cc, name, flags = WAYS[request.param]
    return read_elf(build(tmp_path, *flags, name=name, cc=cc), name)


def test_facts_of_every_kind_of_build(sensor: SymbolTable) -> None:
    def value(kind: str, name: str) -> object:
        return sensor.one(kind, name).value

    assert value("array", "ipc_inputs") == 20
    assert value("array", "file_inputs") == 9
    assert value("member", "struct sensor_state.inputs") == 20
    assert value("member", "struct sensor_state.inner.grid") == 3
    assert sensor.one("member", "struct sensor_state.inner.grid").lengths == (3, 4)
    assert value("member", "struct sensor_state.tag") == 7
    assert value("member", "bare_t.slots") == 5
    assert value("offset", "struct sensor_state.inputs") == 8
    assert value("offset", "struct sensor_state.inner.grid") == 168
    assert value("offset", "struct sensor_state.value") == 216
    assert value("sizeof", "struct sensor_state") == 224
    assert value("sizeof", "input_row") == 160
    assert value("sizeof", "cell") == 8
    assert value("sizeof", "enum op") == 4
    assert value("constant", "max_templates") == 64
    assert value("constant", "lowest") == -300
    assert value("enumerator", "OP_EQ") == 2
    assert value("enumerator", "OP_LOW") == -1
    assert value("string", "version") == "7.11"
    assert value("string", "build_name") == "release"
    assert value("array", "raw") == 4
    assert not [s for s in sensor.symbols if (s.kind, s.name) == ("string", "raw")]


def test_what_the_build_leaves_open_is_refused(sensor: SymbolTable) -> None:
    wanted = {
        ("constant", "changing"): "is a variable that is not const",
        ("member", "struct sensor_state.tail"): "the build does not say its length",
    }
    for (kind, name), part in wanted.items():
        with pytest.raises(ContractError) as caught:
            sensor.one(kind, name)
        assert part in str(caught.value)
    with pytest.raises(ContractError, match="unknown_length"):
        sensor.one("array", "unknown_length")


def test_errors_list_what_exists(tmp_path: Path) -> None:
    found = read_elf(build(tmp_path), "sensor.o")
    wanted = {
        ("array", "ipc_input"): (
            "sensor.o: no array is called ipc_input\n"
            "  expected  array ipc_input in this ELF object\n"
            "  found     similar names: ipc_inputs, file_inputs, "
        ),
        ("array", "max_templates"): "hint      max_templates exists as constant",
        ("constant", "zzz"): "found     other names: changing, current, lowest, max_templates",
        ("macro", "zzz"): "found     no macro at all",
    }
    for (kind, name), text in wanted.items():
        with pytest.raises(ContractError) as caught:
            found.one(kind, name)
        assert text.removesuffix(", ") in str(caught.value)
    with pytest.raises(ContractError, match=r"no array matches x\*"):
        found.matching("array", "x*")


def test_optimized_build_keeps_constants(tmp_path: Path) -> None:
    found = read_elf(build(tmp_path, "-O2"), "sensor.o")
    assert found.one("constant", "max_templates").value == 64
    assert found.one("array", "ipc_inputs").value == 20


def test_statics_of_the_same_name_are_never_mixed_up(tmp_path: Path) -> None:
    for unit, count in (("a", 20), ("b", 21)):
        source = (
            f"static const int table[{count}] = {{1}}; int {unit}(int i) {{ return table[i]; }}"
        )
        build(tmp_path, "-fPIC", source=source, name=f"{unit}.o")
    build(tmp_path, "-shared", "a.o", "b.o", source="int c;\n", name="all.so")
    with pytest.raises(ContractError) as caught:
        read_elf(tmp_path / "all.so", "all.so").one("array", "table")
    message = str(caught.value)
    assert message.startswith("all.so: array table has different values\n  expected  one value\n")
    assert 'hint      name one translation unit: unit = "a.c" or "b.c"' in message
    assert read_elf(tmp_path / "all.so", "all.so", "a.c").one("array", "table").value == 20
    assert read_elf(tmp_path / "all.so", "all.so", "b.c").one("array", "table").value == 21


def test_declaration_gives_way_to_definition(tmp_path: Path) -> None:
    source = "extern const int t[]; int f(int i) { return t[i]; } const int t[6] = {1};\n"
    assert read_elf(build(tmp_path, source=source)).one("array", "t").value == 6


def test_cpp_names(tmp_path: Path) -> None:
    source = (
        "namespace agent { constexpr int limit = 33; struct S { static constexpr int N = 4;"
        " int a[N]; }; enum class Op : unsigned char { Any = 1, Big = 200 }; }\n"
        "agent::S s; agent::Op o; int use() { return agent::limit; }\n"
    )
    found = read_elf(build(tmp_path, "-xc++", source=source, cc="g++"))
    assert found.one("constant", "agent::limit").value == 33
    assert found.one("constant", "limit").value == 33
    assert found.one("constant", "agent::S::N").value == 4
    assert found.one("member", "struct agent::S.a").value == 4
    assert found.one("enumerator", "Big").value == 200


def test_refused_files(tmp_path: Path) -> None:
    (tmp_path / "empty.o").write_bytes(b"")
    (tmp_path / "text.o").write_text("hello")
    build(tmp_path, "-g0", name="plain.o")
    build(tmp_path, "-gsplit-dwarf", name="split.o")
    build(tmp_path, "-fdebug-types-section", name="types.o")
    wanted = {
        "empty.o": "empty.o: not an ELF object\n  expected  7f 45 4c 46 (ELF)\n"
        "  found     an empty file",
        "text.o": "text.o: not an ELF object\n  expected  7f 45 4c 46 (ELF)\n"
        "  found     68 65 6c 6c",
        "plain.o": "plain.o: no debugging information\n  expected  a .debug_info section\n"
        "  found     none\n  hint      compile with -g",
        "split.o": "hint      compile without -gsplit-dwarf; the information is in split.dwo",
        "types.o": "hint      name the linked file, or compile without -fdebug-types-section",
    }
    for name, text in wanted.items():
        with pytest.raises(ContractError) as caught:
            read_elf(tmp_path / name, name)
        assert text in str(caught.value)
