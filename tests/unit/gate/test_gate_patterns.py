"""File patterns: what they match, what they find, and that both agree."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.errors import ConfigError
from validator.gate import patterns
from validator.gate.patterns import find_files, is_match


def tree(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"x")


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("*.chan", "a.chan", True),
        ("*.chan", "x/a.chan", False),
        ("*.chan", "a.chan.bak", False),
        ("*.chan", ".chan", True),
        ("*", ".hidden", True),
        ("**", "a", True),
        ("**", "a/b/c", True),
        ("**/*.chan", "a.chan", True),
        ("**/*.chan", "x/.y/a.chan", True),
        ("x/**", "x", False),
        ("x/**", "x/y/z", True),
        ("x/**/z", "x/z", True),
        ("x/**/z", "x/a/b/z", True),
        ("x/**/z", "xz", False),
        ("a?c", "abc", True),
        ("a?c", "a/c", False),
        ("a?c", "a\nc", True),
        ("[ab]x", "bx", True),
        ("[!ab]x", "bx", False),
        ("[!ab]x", "/x", False),
        ("[a-c]", "b", True),
        ("[c-a]", "b", False),
        ("[]x]", "]", True),
        ("[x-]", "-", True),
        ("[\\]", "\\", True),
        ("[^a]", "^", True),
        ("[[]x", "[x", True),
        ("[", "[", True),
        ("a.b", "axb", False),
        ("./a//b", "a/b", True),
        ("A", "a", False),
        ("caf\udce9", "caf\udce9", True),
        ("caf?", "caf\udce9", True),
        ("**", ".git/config", False),
        ("x/**", "x/.svn/y", False),
    ],
)
def test_patterns(pattern: str, path: str, expected: bool) -> None:
    assert is_match(path, [pattern]) is expected


def test_excluding_a_folder_excludes_what_is_below() -> None:
    assert not is_match("old/a/b.chan", ["**/*.chan"], ["old"])
    assert not is_match("x/old/b.chan", ["**/*.chan"], ["**/old"])
    assert is_match("older/b.chan", ["**/*.chan"], ["old"])


def test_finding_files(tmp_path: Path) -> None:
    tree(tmp_path, "a.chan", "r/b.chan", "r/.c.chan", "r/d.txt", ".git/e.chan", "r/old/f.chan")
    found = find_files(str(tmp_path), ["**/*.chan"], ["r/old/**"])
    assert found.files == ("a.chan", "r/.c.chan", "r/b.chan")
    assert find_files(str(tmp_path), ["r/b.chan", "r/*.chan", "none/*"]).files == (
        "r/.c.chan",
        "r/b.chan",
    )
    assert find_files(str(tmp_path), ["r", "missing"]).files == ()
    assert find_files(str(tmp_path / "r"), ["../*.chan"]).files == ("../a.chan",)


def test_names_that_are_not_utf8_are_found(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.chan"
    with open(name, "wb"):
        pass
    assert find_files(str(tmp_path), ["*.chan"]).files == ("caf\udce9.chan",)


def test_links(tmp_path: Path) -> None:
    tree(tmp_path, "root/a.chan", "root/sub/b.chan", "outside/c.chan", "outside/d.chan")
    root = tmp_path / "root"
    (root / "inner.chan").symlink_to("a.chan")
    (root / "outer.chan").symlink_to("../outside/c.chan")
    (root / "dangling.chan").symlink_to("nowhere")
    (root / "loop").symlink_to(".")
    (root / "away").symlink_to("../outside")
    found = find_files(str(root), ["**/*.chan"])
    assert found.files == ("a.chan", "dangling.chan", "inner.chan", "sub/b.chan")
    assert found.outside == ("outer.chan",)
    assert found.folders == ("away",)
    assert find_files(str(root), ["**/*.chan"], ["outer.chan", "away"]).outside == ()
    assert find_files(str(root), ["loop/*.chan"]).files[0] == "loop/a.chan"
    named = find_files(str(root), ["away/*.chan"])
    assert (named.files, named.folders) == ((), ("away",))


def test_special_files_are_found_so_that_they_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.chan")
    assert find_files(str(tmp_path), ["*.chan"]).files == ("pipe.chan",)


def test_a_search_has_a_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, *(f"{n}.chan" for n in range(12)))
    monkeypatch.setattr(patterns, "MAX_FILES", 10)
    with pytest.raises(ConfigError, match="matches too much"):
        find_files(str(tmp_path), ["**"])


_SEGMENT = st.sampled_from(["a", "b", ".c", "a*", "*", "?", "[ab]", "**", "[!a]", "*b", "ab"])
_NAMES = ("a", "b", ".c", "ab", "]")


@pytest.fixture(scope="module")
def wide_tree(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    root = tmp_path_factory.mktemp("wide")
    paths = [f"{x}_d/{y}_d/{z}" for x in _NAMES for y in _NAMES[:3] for z in _NAMES]
    paths += list(_NAMES)
    paths = [path.replace("_d", "") if path.count("/") else f"{path}.f" for path in paths]
    tree(root, *paths)
    return str(root), paths


@given(st.lists(_SEGMENT, min_size=1, max_size=4), st.lists(_SEGMENT, max_size=3))
def test_searching_and_matching_agree(
    wide_tree: tuple[str, list[str]], segments: list[str], excluded: list[str]
) -> None:
    root, paths = wide_tree
    pattern, exclude = "/".join(segments), ["/".join(excluded)] if excluded else []
    expected = sorted(path for path in paths if is_match(path, [pattern], exclude))
    assert list(find_files(root, [pattern], exclude).files) == expected


@given(st.text(alphabet="[]!^-\\*?a/.&|~(", min_size=1, max_size=12), st.text(max_size=6))
def test_any_pattern_compiles(pattern: str, path: str) -> None:
    assert is_match(path, [pattern]) in (True, False)
