"""Markdown, HTML, JSON and graph: complete, linked, and safe whatever a schema says."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import pytest
from export_samples import HOSTILE, ZOO, program

from validator.export import dot, html, json_, markdown

ROOT = Path(__file__).resolve().parents[3]
_VOID = ("meta", "br", "img", "link", "input")


class Page(HTMLParser):
    """Collects what a page holds, and that its elements are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] != "style":
            self.text.append(data)

    def all(self, name: str) -> list[str]:
        return [value for _, attrs in self.tags for key, value in attrs.items()
                if key == name and value is not None]  # fmt: skip


@pytest.mark.parametrize("text", [ZOO, HOSTILE], ids=["zoo", "hostile"])
def test_html_is_closed_linked_and_alone(tmp_path: Path, text: str) -> None:
    page = Page(html.render(program(tmp_path, text)))
    assert page.open == []
    ids = page.all("id")
    assert len(ids) == len(set(ids))
    links = page.all("href")
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert all(link.startswith(("#", "https://", "http://")) for link in links)
    used = {tag for tag, _ in page.tags}
    assert not used & {"script", "img", "iframe", "link", "object", "form", "svg", "base"}
    assert page.all("src") == []
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]


def test_html_shows_hostile_text_as_it_stands(tmp_path: Path) -> None:
    page = Page(html.render(program(tmp_path, HOSTILE)))
    shown = "".join(page.text)
    assert "<script>alert(1)</script>" in shown
    assert "\\u{202e}\\u{1b}[31m" in shown
    assert "javascript:alert(1)" in shown
    assert all(char.isprintable() or char == "\n" for char in shown)


def test_html_has_a_row_for_every_field(tmp_path: Path) -> None:
    made = program(tmp_path, ZOO)
    ids = set(Page(html.render(made)).all("id"))
    for struct in made.structs:
        anchor = "-".join(("type", *struct.path))
        assert {f"{anchor}.{field.id}" for field in struct.fields} <= ids


def test_style_has_contrast() -> None:
    """Every text color stands out from every background by 4.5 to 1, light and dark."""
    style = html.style.STYLE
    for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL):
        colors = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})\b", block))
        for back in ("page", "raised", *html.style.KINDS):
            assert contrast(colors["ink"], colors[back]) >= 4.5
        for back in ("page", "raised"):
            for front in ("dim", "link", "warn"):
                assert contrast(colors[front], colors[back]) >= 4.5, (front, back)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colors. Source: WCAG 2.2, relative luminance."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("text", [ZOO, HOSTILE], ids=["zoo", "hostile"])
def test_markdown_tables_are_whole(tmp_path: Path, text: str) -> None:
    lines = markdown.render(program(tmp_path, text)).splitlines()
    width = 0
    for line in lines:
        if not line.startswith("|"):
            width = 0
            continue
        cells = len(re.findall(r"(?<!\\)\|", line)) - 1
        assert cells == (width or cells), line
        width = cells


def test_markdown_links_lead_somewhere(tmp_path: Path) -> None:
    text = markdown.render(program(tmp_path, ZOO))
    anchors = set(re.findall(r'<a id="([^"]+)"></a>', text))
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) == anchors


def test_markdown_of_hostile_text_has_no_markup(tmp_path: Path) -> None:
    text = markdown.render(program(tmp_path, HOSTILE))
    bare = re.sub(r"```text\n.*?\n```", "", text, flags=re.DOTALL)
    bare = re.sub(r"(`+) ?.*?\1", "", bare)
    assert not re.findall(r"(?<!\\)<(?!a id=|/a>)", bare)
    assert not re.findall(r"(?<!\\)!?\[[^\]]*\]\((?!#|https://cwe)", bare)
    assert "&amp;amp;" in bare


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a_b", "a_b"), ("_a_", "\\_a\\_"), ("- x", "\\- x"), ("1. x", "1\\. x"), ("a*b", "a\\*b"),
        ("a & b", "a & b"), ("&lt;", "&amp;lt;"), ("#x", "\\#x"), ("", ""),
    ],
)  # fmt: skip
def test_markdown_prose(text: str, shown: str) -> None:
    assert markdown.prose(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"), [("a", "`a`"), ("a|b", "`a\\|b`"), ("a`b", "``a`b``"), ("`", "`` ` ``")]
)
def test_markdown_code(text: str, shown: str) -> None:
    assert markdown.code(text) == shown


@pytest.mark.parametrize("text", [ZOO, HOSTILE], ids=["zoo", "hostile"])
def test_json_follows_its_schema(tmp_path: Path, text: str) -> None:
    schema = json.loads((ROOT / "docs/export.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    made = json.loads(json_.render(program(tmp_path, text)))
    jsonschema.validate(made, schema)
    made["types"][0]["seq"][0]["offset"] = "0"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(made, schema)


def test_json_says_what_the_schema_says(tmp_path: Path) -> None:
    made = json.loads(json_.render(program(tmp_path, ZOO)))
    assert (made["format"], made["version"], made["name"]) == ("contentgate-schema", 1, "zoo")
    assert made["info"]["file-extension"] == ["zoo", "zo"]
    assert made["sources"][0]["file"] == "sample.ksy"
    seq = {field["id"]: field for field in made["types"][0]["seq"]}
    assert (seq["flag"]["offset"], seq["flag"]["size"]) == (32, {"min": 1, "max": 1})
    assert seq["items"]["repeat"] == {
        "kind": "expr",
        "expr": "count",
        "count": {"min": 0, "max": 21},
    }
    assert seq["version"]["range"] == {"min": 1, "max": 3}
    assert seq["version"]["source"]["line"] == 17
    assert seq["body"]["read"]["cases"][0]["value"] == "kind::one"
    assert made["types"][0]["checks"][0]["needs_contract"]
    big = next(enum for enum in made["enums"] if enum["name"] == "zoo::big")
    assert big["members"][1] == {"value": 0xFFFFFFFF, "label": "all", "doc": ""}


def test_graph_has_every_type_and_reference(tmp_path: Path) -> None:
    text = dot.render(program(tmp_path, ZOO))
    assert text.count("<TABLE ") == 4
    assert "refers to _root.items by _.id" in text
    assert "position of" in text
    assert "label=<kind::one>" in text


@pytest.mark.skipif(shutil.which("dot") is None, reason="dot of Graphviz is not installed")
@pytest.mark.parametrize("text", [ZOO, HOSTILE], ids=["zoo", "hostile"])
def test_graphviz_takes_the_graph(tmp_path: Path, text: str) -> None:
    graph = dot.render(program(tmp_path, text))
    ran = subprocess.run(
        ["dot", "-Tsvg"], input=graph, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "<script" not in ran.stdout
