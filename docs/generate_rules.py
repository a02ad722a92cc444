"""Write docs/rules/*.md, one page per rule and an index, from the rule catalogue.

`python docs/generate_rules.py` writes; `--check` only tells whether pages are up to date
(exit code 1 when they are not). Pages are made from `validator.rules` and from nothing else.
"""

from __future__ import annotations

import sys
from pathlib import Path

from validator.report.sarif_rules import cwe_uri
from validator.rules import ALIASES, RULES, Rule

FOLDER = Path(__file__).parent / "rules"
TITLES = {
    "data": "Content files",
    "contract": "Contracts with consumers",
    "consumer": "Consumers",
    "input": "Input",
    "schema": "Schemas",
}
_GENERATED = "<!-- written by docs/generate_rules.py from validator/rules.py; do not edit -->\n"


def pages() -> dict[str, str]:
    """Return the text of every page by file name, sorted by name.

    Returns:
        `index.md`, and `RULE.md` for each rule of the catalogue.
    """
    made = {f"{rule.id}.md": _page(rule) for rule in RULES.values()}
    made["index.md"] = _index()
    return dict(sorted(made.items()))


def stale(folder: Path) -> list[str]:
    """Return what has to change in a folder for it to hold exactly the pages.

    Args:
        folder: where the pages are kept.
    Returns:
        Sorted lines such as `missing: x.md`, `differs: x.md`, `left over: x.md`.
    """
    wanted = pages()
    present = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    lines = [f"left over: {name}" for name in present.keys() - wanted.keys()]
    lines += [f"missing: {name}" for name in wanted.keys() - present.keys()]
    common = wanted.keys() & present.keys()
    return sorted(lines + [f"differs: {name}" for name in common if wanted[name] != present[name]])


def write(folder: Path) -> None:
    """Write all pages and remove pages of rules that are gone.

    Args:
        folder: made when it does not exist.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = pages()
    for path in folder.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> int:
    """Write the pages, or check them.

    Args:
        arguments: nothing, or `--check`.
    Returns:
        The exit code.
    """
    if arguments not in ([], ["--check"]):
        sys.stderr.write("usage: generate_rules.py [--check]\n")
        return 2
    if arguments:
        problems = stale(FOLDER)
        sys.stderr.write("".join(f"docs/rules: {problem}\n" for problem in problems))
        return 1 if problems else 0
    write(FOLDER)
    return 0


def _page(rule: Rule) -> str:
    """Return the page of one rule."""
    facts = [f"about: {rule.about}", f"level: {rule.level}", f"since: {rule.since}"]
    former = sorted(old for old, new in ALIASES.items() if new == rule.id)
    if former:
        facts.append(f"former names: {', '.join(f'`{name}`' for name in former)}")
    parts = [
        f"{_GENERATED}\n# {rule.id}\n",
        f"{' · '.join(facts)}\n",
        f"## What\n\n{_sentence(rule.summary)}\n",
        f"## Why it matters\n\n{rule.why}\n",
        f"## Example\n\n```text\n{_example(rule)}\n```\n",
        f"## How to fix\n\n{rule.fix}\n",
    ]
    if rule.cwe is not None:
        parts.append(f"## See also\n\n[CWE-{rule.cwe}]({cwe_uri(rule.cwe)})\n")
    parts.append("[All rules](index.md)\n")
    return "\n".join(parts)


def _index() -> str:
    """Return the index: a table for each thing that rules are about."""
    parts = [
        f"{_GENERATED}\n# Rules\n",
        "Every finding names its rule in brackets; `contentgate explain RULE` prints the same "
        "page.\nRules that a schema declares in its own `-checks` are explained with "
        "`--schema`.\n",
    ]
    for about, title in TITLES.items():
        rows = [
            f"| [{rule.id}]({rule.id}.md) | {rule.summary} | {_cwe_link(rule)} |"
            for rule in RULES.values()
            if rule.about == about
        ]
        parts.append(
            f"## {title}\n\n" + "\n".join(["| rule | what | CWE |", "|---|---|---|", *rows])
        )
        parts.append("")
    return "\n".join(parts)


def _cwe_link(rule: Rule) -> str:
    """Return the CWE of a rule as a link, or nothing."""
    return "" if rule.cwe is None else f"[{rule.cwe}]({cwe_uri(rule.cwe)})"


def _example(rule: Rule) -> str:
    """Return the example as it stands in a report."""
    place = "schema.ksy:31:13" if rule.about == "schema" else "FILE"
    return f"{place}: {rule.level}[{rule.id}] {rule.example}"


def _sentence(text: str) -> str:
    """Return a summary as a sentence."""
    return f"{text[0].upper()}{text[1:]}."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
