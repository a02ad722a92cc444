"""Escaping: nothing from data may act on a terminal, a log reader or a parser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.report import escape

ANY_TEXT = st.text(alphabet=st.characters(codec=None, exclude_categories=()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, ünïcode and 漢字", "plain text, ünïcode and 漢字"),
        ("\x1b[31m", r"\x1b[31m"),
        ("a\r\nb\tc\x00", r"a\x0d\x0ab\x09c\x00"),
        ("\x7f", r"\x7f"),
        ("\x9b", r"\u{9b}"),
        ("\udcff", r"\xff"),
        ("\ud800", r"\u{d800}"),
        ("\u202eexe.txt", r"\u{202e}exe.txt"),
        ("\u2066x\u2069", r"\u{2066}x\u{2069}"),
        ("a\u200bb", r"a\u{200b}b"),
        ("\u2028", r"\u{2028}"),
        ("\U000e0041", r"\u{e0041}"),
    ],
)
def test_visible_names_what_cannot_be_seen(text: str, shown: str) -> None:
    assert escape.visible(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", r"\x3a:error::x"),
        ("  ::error::x", r"  \x3a:error::x"),
        ("a::b", "a::b"),
        ("x ##[stop-commands]y", r"x #\x23[stop-commands]y"),
        ("##vso[task.complete]", r"#\x23vso[task.complete]"),
        ("###[x]", r"##\x23[x]"),
        ("## heading", "## heading"),
    ],
)
def test_terminal_defuses_log_commands(text: str, shown: str) -> None:
    assert escape.terminal(text) == shown


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("content/ipc.chan", "content/ipc.chan"),
        ("a b#c?d%e:f", "a%20b%23c%3Fd%25e%3Af"),
        ("/data/x", "file:///data/x"),
        ("ünï", "%C3%BCn%C3%AF"),
        ("bad\udcff", "bad%FF"),
        ("odd\ud800", "odd%5Cu%7Bd800%7D"),
    ],
)
def test_path_becomes_a_uri_reference(path: str, uri: str) -> None:
    assert escape.path_uri(path) == uri


def test_sarif_message_has_no_placeholders_and_no_links() -> None:
    assert escape.sarif_message("a {0} [b](c)\n\x1b") == "a {{0}} [b] (c)\n\\x1b"


def test_workflow_property_ends_neither_value_nor_command() -> None:
    assert escape.workflow_property("a:b,c%\n::d") == r"a%3Ab%2Cc%25\x0a%3A%3Ad"


@given(ANY_TEXT)
def test_visible_text_is_printable_and_stable(text: str) -> None:
    shown = escape.visible(text)
    assert shown.isprintable()
    assert escape.visible(shown) == shown
    assert escape.terminal(escape.terminal(text)) == escape.terminal(text)


@given(ANY_TEXT)
def test_unicode_text_can_be_encoded_and_keeps_the_rest(text: str) -> None:
    clean = escape.unicode_text(text)
    clean.encode("utf-8")
    if not any("\ud800" <= char <= "\udfff" for char in text):
        assert clean == text


@given(ANY_TEXT)
def test_path_uri_is_plain_ascii(path: str) -> None:
    uri = escape.path_uri(path)
    assert uri.isascii()
    assert uri.isprintable()
    assert not set(uri) & set(' "<>\\^`{|}')
