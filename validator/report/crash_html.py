"""Crashes and their replay as one HTML page that needs nothing else.

Comes in: replayed crashes with their bytes. Goes out: a page without scripts and without external
resources (its policy forbids both). Everything that files, schemas and consumers say is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from validator.crashes import CHANGED, FAILING, FIXED, NOT_RUN
from validator.report.crash_hex import hex_lines
from validator.report.crash_text import CrashView, summary_text
from validator.report.crash_words import crash_facts, crash_title, replay_facts
from validator.report.escape import xml_text
from validator.report.measure_style import STYLE

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_PILLS = {FIXED: "good", FAILING: "bad", CHANGED: "warn", NOT_RUN: "warn"}
_MORE_STYLE = """\
pre { background: var(--raised); border-radius: .35rem; padding: .6rem .8rem; overflow-x: auto;
  font-size: .8rem; line-height: 1.5; }
pre b { color: var(--bad); background: var(--bad-back); font-weight: 600; }
.card.fixed { border-left-color: var(--good); }
"""
_OPEN, _CLOSE = "\ue000", "\ue001"
"""What stands for the tags of marked bytes until all else is escaped; no hex line has them."""


def render_replay_html(views: Sequence[CrashView], version: str) -> str:
    """Return crashes as an HTML page, ended by a line feed.

    Args:
        views: in the order to be shown.
        version: of contentgate.
    """
    summary = xml_text(summary_text([view.replayed for view in views]))
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="generator" content="contentgate">',
        f"<title>{summary}</title>",
        f"<style>\n{STYLE}{_MORE_STYLE}</style>",
        "</head>",
        "<body><main>",
        "<h1>Kept crashes</h1>",
        f"<p>{summary}</p>",
        *(line for view in views for line in _card(view)),
        f"<footer>contentgate {xml_text(version)}</footer>",
        "</main></body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _card(view: CrashView) -> Iterator[str]:
    one = view.replayed
    was = one.was
    title = crash_title(was) if was is not None else one.reason
    yield f'<section class="card{" fixed" if one.state == FIXED else ""}" id="{xml_text(one.id)}">'
    pill = f'<span class="pill {_PILLS[one.state]}">{one.state}</span>'
    yield f"<header><h3>{xml_text(title)}</h3>{pill}</header>"
    where = f" at <code>{xml_text(was.path)}</code>" if was is not None and was.path else ""
    yield f'<p class="where"><code>{xml_text(one.id)}</code>{where}</p>'
    yield "<dl>"
    facts = [*replay_facts(one), *(crash_facts(was) if was is not None else ())]
    for label, text in [*facts, ("replay", f"contentgate replay {one.folder or one.id}")]:
        kind = ' class="command"' if label in ("replay", "by hand") else ""
        yield f"<dt>{xml_text(label)}</dt><dd{kind}><code>{xml_text(text)}</code></dd>"
    yield "</dl>"
    if view.data is not None:
        body = "\n".join(hex_lines(view.data, view.marks, lambda text: f"{_OPEN}{text}{_CLOSE}"))
        yield f"<pre>{_tagged(body)}</pre>"
    yield "</section>"


def _tagged(body: str) -> str:
    """Escape hex lines, and let marked bytes be marked."""
    parts = [
        f"<b>{xml_text(inner)}</b>{xml_text(rest)}"
        for inner, _, rest in (part.partition(_CLOSE) for part in body.split(_OPEN)[1:])
    ]
    return xml_text(body.split(_OPEN)[0]) + "".join(parts)
