"""The style sheet of a measure's HTML page: light and dark, wide and narrow, screen and paper.

Text on every background has a contrast of at least 4.5 to 1.
"""

from __future__ import annotations

STYLE = """\
:root {
  color-scheme: light dark;
  --page: #ffffff; --raised: #f6f7f9; --ink: #1c2430; --dim: #586374; --line: #d5dae2;
  --link: #0b5bb5; --good: #1d7a53; --good-back: #e0f3ea; --bad: #a8201a; --bad-back: #fbe4e2;
  --warn: #8a5a00; --warn-back: #fdf0d2; --calm: #3f5a80; --calm-back: #e3ecf8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181f; --raised: #1c222b; --ink: #e4e8ee; --dim: #a2adbd; --line: #343d4a;
    --link: #7db8ff; --good: #63cfa0; --good-back: #16382a; --bad: #ff9089; --bad-back: #4a1d1b;
    --warn: #e5b65a; --warn-back: #40300f; --calm: #9fc0ee; --calm-back: #1d304b;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
main { max-width: 64rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
code, .mono { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas,
  "DejaVu Sans Mono", monospace; font-size: .875em; overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: 2px; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .6rem; letter-spacing: -.01em; }
h1 .dim { font-weight: 400; }
h2 { font-size: 1.3rem; line-height: 1.25; margin: 3rem 0 .4rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p { margin: .4rem 0; max-width: 48rem; }
.dim { color: var(--dim); }
.pill { display: inline-block; border-radius: 1rem; padding: .1rem .8rem; font-weight: 600;
  font-size: .9rem; white-space: nowrap; }
.bad { color: var(--bad); background: var(--bad-back); }
.good { color: var(--good); background: var(--good-back); }
.warn { color: var(--warn); background: var(--warn-back); }
.calm { color: var(--calm); background: var(--calm-back); }
.facts { color: var(--dim); font-size: .9rem; }
.cells { display: grid; grid-template-columns: 8.5rem repeat(2, minmax(0, 1fr)); gap: 6px;
  margin: 1.75rem 0 1rem; }
.cells .head { color: var(--dim); font-size: .85rem; font-weight: 600; align-self: end; }
.cells .side { color: var(--dim); font-size: .85rem; font-weight: 600; align-self: center; }
.cell { border-radius: .5rem; padding: .9rem 1.1rem 1rem; }
.cell b { display: block; font-size: 1.9rem; line-height: 1.15; font-weight: 650;
  font-variant-numeric: tabular-nums; }
.cell span { display: block; font-size: .85rem; }
.card { border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: .5rem;
  padding: 1rem 1.25rem; margin: 1rem 0; }
.card.known { border-left-color: var(--warn); }
.card header { display: flex; flex-wrap: wrap; gap: .4rem .8rem; align-items: baseline;
  justify-content: space-between; }
.card .where { color: var(--dim); font-size: .9rem; margin: .15rem 0 .7rem; }
dl { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: .3rem 1rem; margin: 0;
  font-size: .9rem; }
dt { color: var(--dim); }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
dd.command code { display: block; background: var(--raised); border-radius: .35rem;
  padding: .35rem .6rem; user-select: all; }
dd.said code { display: block; }
.was { color: var(--dim); }
.now { color: var(--bad); font-weight: 600; }
.known .now { color: var(--warn); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: .6rem 0; }
th { text-align: left; font-size: .775rem; color: var(--dim); font-weight: 600;
  border-bottom: 2px solid var(--line); padding: .3rem .9rem .3rem 0; white-space: nowrap; }
td { vertical-align: top; border-bottom: 1px solid var(--line); padding: .4rem .9rem .4rem 0; }
td:last-child, th:last-child { padding-right: 0; }
td.n, th.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.rule { white-space: nowrap; }
.bar { min-width: 6rem; width: 30%; padding-top: .75rem; }
.bar span { display: block; height: .55rem; border-radius: .3rem; background: var(--calm); }
td.zero { color: var(--dim); }
td.much { color: var(--bad); font-weight: 600; }
details > summary { cursor: pointer; color: var(--link); margin: .6rem 0; }
footer { margin-top: 4rem; color: var(--dim); font-size: .825rem; }
@media (max-width: 40rem) {
  main { padding: 1.5rem 1rem 3rem; }
  .cells { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .cells .corner { display: none; }
  .cells .side { grid-column: 1 / -1; margin-top: .4rem; }
  .cell b { font-size: 1.5rem; }
  dl { display: block; }
  dd { margin-bottom: .5rem; }
}
@media print {
  :root { color-scheme: light; }
  main { max-width: none; padding: 0; }
  .card, tr { break-inside: avoid; }
}
"""
