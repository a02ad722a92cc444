"""The style sheet of the HTML page: light and dark, wide and narrow, screen and paper.

Text on every background has a contrast of at least 4.5 to 1.
"""

from __future__ import annotations

KINDS = ("fixed", "number", "enum", "bytes", "text", "type", "reserved")
"""Classes of fields by what they hold; each has a color."""

_COLUMNS = "".join(
    f".s{n}{{grid-column-start:{n + 2}}}.w{n + 1}{{grid-column-end:span {n + 1}}}" for n in range(8)
)

STYLE = (
    """\
:root {
  color-scheme: light dark;
  --page: #ffffff; --raised: #f6f7f9; --ink: #1c2430; --dim: #586374; --line: #d5dae2;
  --strong: #8a95a6; --link: #0b5bb5; --shade: #00000009;
  --fixed: #e7dcf8; --number: #dbeafb; --enum: #d6f0e4; --bytes: #eceff3;
  --text: #fdeecb; --type: #fde1d6; --reserved: #f4f4f4;
  --fixed-edge: #8456c4; --number-edge: #3377c2; --enum-edge: #2b8a62; --bytes-edge: #77849a;
  --text-edge: #b07d10; --type-edge: #c2562c; --reserved-edge: #a3a9b3;
  --warn: #8a5a00; --error: #a8201a;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14181f; --raised: #1c222b; --ink: #e4e8ee; --dim: #a2adbd; --line: #343d4a;
    --strong: #6d7a8d; --link: #7db8ff; --shade: #ffffff0a;
    --fixed: #392a52; --number: #1d3a5a; --enum: #17412f; --bytes: #2b323d;
    --text: #4a3a12; --type: #522c1c; --reserved: #232830;
    --fixed-edge: #a888e0; --number-edge: #6aa7ea; --enum-edge: #55bd92; --bytes-edge: #8e9bb0;
    --text-edge: #d9ab45; --type-edge: #e88a63; --reserved-edge: #6b7585;
    --warn: #e5b65a; --error: #ff9089;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 1rem; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
code, .mono { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas,
  "DejaVu Sans Mono", monospace; font-size: .875em; }
code { overflow-wrap: break-word; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
a:focus-visible, [tabindex]:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: .5rem; background: var(--page); padding: .3rem .6rem; z-index: 9; }
.frame { display: grid; grid-template-columns: 15rem minmax(0, 1fr); max-width: 84rem;
  margin: 0 auto; }
nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto;
  padding: 2rem 1rem 2rem 1.5rem; font-size: .875rem; }
nav h2 { font-size: .75rem; letter-spacing: .06em; text-transform: uppercase; color: var(--dim);
  margin: 1.2rem 0 .3rem; border: 0; padding: 0; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li { display: flex; gap: .5rem; justify-content: space-between; padding: .12rem 0; }
nav a { text-decoration: none; overflow-wrap: anywhere; }
nav a:hover { text-decoration: underline; }
nav small { color: var(--dim); white-space: nowrap; }
main { padding: 2rem 2rem 4rem; min-width: 0; }
h1 { font-size: 2rem; line-height: 1.2; margin: 0 0 .75rem; letter-spacing: -.01em; }
h2 { font-size: 1.4rem; line-height: 1.25; margin: 0 0 .25rem; }
h3 { font-size: 1rem; margin: 1.75rem 0 .5rem; }
p { margin: .5rem 0; max-width: 46rem; }
.lead { font-size: 1.1rem; }
section { margin-top: 3rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
section > h2 .mono { font-size: 1em; }
.path { color: var(--dim); font-weight: 400; }
.hash { color: var(--dim); text-decoration: none; font-weight: 400; visibility: hidden; }
h2:hover .hash, h3:hover .hash, .hash:focus { visibility: visible; }
.facts { color: var(--dim); font-size: .9rem; margin: 0 0 .5rem; max-width: none; }
dl.about { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .3rem 1.25rem;
  margin: 1.25rem 0; padding: 1rem 1.25rem; background: var(--raised); border-radius: .5rem;
  font-size: .925rem; }
dl.about dt { color: var(--dim); }
dl.about dd { margin: 0; overflow-wrap: anywhere; }
.legend { display: flex; flex-wrap: wrap; gap: .4rem 1rem; padding: 0; margin: 1rem 0 0;
  list-style: none; font-size: .825rem; color: var(--dim); }
.legend span { display: inline-block; width: 1rem; height: 1rem; vertical-align: -.15rem;
  margin-right: .35rem; border-radius: 3px; border: 1px solid; }
figure { margin: 1.25rem 0; overflow-x: auto; padding-bottom: 4px; }
.map.wide { min-width: 36rem; }
.ruler { display: grid; grid-template-columns: 4.25rem repeat(8, minmax(0, 1fr)); gap: 3px; }
.ruler + .ruler, .ruler + .block, .block + .ruler, .block + .block { margin-top: 3px; }
.tick { text-align: center; font-size: .7rem; color: var(--dim); }
.at { grid-column: 1; align-self: center; text-align: right; padding-right: .6rem;
  color: var(--dim); font-size: .8rem; white-space: nowrap; }
.cell { display: block; min-width: 0; padding: .3rem .5rem .35rem; border-radius: 4px;
  border: 1px solid; color: var(--ink); text-decoration: none; line-height: 1.25; }
a.cell:hover, .block .box:hover { filter: brightness(.96); }
.cell b, .cell i { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.cell b { font-weight: 600; font-size: .85rem; }
.cell i { font-style: normal; font-size: .75rem; }
.cell.goes-on { border-right-style: dashed; }
.cell.from { border-left-style: dashed; }
.cell.from b { font-weight: 400; }
.block { display: grid; grid-template-columns: 4.25rem minmax(0, 1fr); gap: 3px; }
.box { border: 1px solid; border-radius: 4px; padding: .4rem .7rem .5rem; line-height: 1.35; }
.box.varies { border-style: dashed; background-image: repeating-linear-gradient(-45deg,
  transparent 0 9px, var(--shade) 9px 18px); }
.box.many { box-shadow: 3px 3px 0 -1px var(--page), 3px 3px 0 0 var(--edge); margin-bottom: 4px; }
.box b { font-weight: 600; margin-right: .5rem; }
.box a { color: inherit; text-decoration-color: var(--edge); }
.box .times { margin-left: .5rem; }
.chips { display: flex; flex-wrap: wrap; gap: .2rem .9rem; font-size: .8rem; }
"""
    + "".join(
        f".k-{kind} {{ background-color: var(--{kind}); border-color: var(--{kind}-edge);"
        f" --edge: var(--{kind}-edge); }}\n"
        for kind in KINDS
    )
    + _COLUMNS
    + """
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; margin: .5rem 0; }
th { text-align: left; font-size: .775rem; letter-spacing: .02em; color: var(--dim);
  font-weight: 600; border-bottom: 2px solid var(--line); padding: .3rem .75rem .3rem 0;
  white-space: nowrap; }
td { vertical-align: top; border-bottom: 1px solid var(--line); padding: .4rem .75rem .4rem 0; }
td p { margin: 0 0 .3rem; }
td:last-child, th:last-child { padding-right: 0; }
tr:target td { background: var(--raised); }
td.offset { font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: .825rem; white-space: nowrap; color: var(--dim); }
td.name { font-weight: 600; min-width: 6rem; }
td.size { min-width: 5.5rem; overflow-wrap: break-word; }
td.must { min-width: 9rem; }
td.must code { overflow-wrap: anywhere; }
td.must code + code::before { content: "; "; }
td.doc { min-width: 16rem; }
td.number { text-align: right; white-space: nowrap; }
.dim { color: var(--dim); }
.note { display: block; color: var(--dim); font-size: .85rem; }
.note b { font-weight: 500; }
.tag { border: 1px solid; border-radius: 1rem; padding: 0 .5rem; font-size: .75rem;
  color: var(--warn); white-space: nowrap; }
table.short { width: auto; min-width: 20rem; }
.hole { background: var(--raised); border-radius: 3px; padding: 0 .2rem; }
footer { margin-top: 4rem; color: var(--dim); font-size: .825rem; }
@media (max-width: 60rem) {
  .frame { display: block; }
  nav { position: static; max-height: 14rem; padding: 1rem; background: var(--raised);
    border-bottom: 1px solid var(--line); }
  nav h2:first-child { margin-top: 0; }
  main { padding: 1.25rem 1rem 3rem; }
}
@media (max-width: 44rem) {
  h1 { font-size: 1.55rem; }
  dl.about { display: block; }
  dl.about dd { margin-bottom: .5rem; }
  table.cards, .cards tbody { display: block; width: 100%; }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden;
    clip-path: inset(50%); }
  .cards tr { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; padding: .5rem .75rem;
    border: 1px solid var(--line); border-radius: .5rem;
    margin-bottom: .6rem; }
  .cards td { border: 0; padding: 0; min-width: 0; text-align: left; }
  .cards td.must, .cards td.doc, .cards td.name { width: 100%; }
  .cards td:empty { display: none; }
  .cards td[data-label]::before { content: attr(data-label) " "; color: var(--dim);
    font: 400 .775rem system-ui, sans-serif; }
  .cards td.name { font-size: 1rem; order: -1; }
}
@media print {
  body { font-size: 10pt; background: #fff; }
  .frame { display: block; max-width: none; }
  nav, .hash, .skip { display: none; }
  main { padding: 0; }
  section { break-before: auto; }
  h2, h3 { break-after: avoid; }
  figure, tr, .block, .ruler { break-inside: avoid; }
  figure { overflow: visible; }
  .map.wide { min-width: 0; }
  .cell, .box, dl.about, .legend span { print-color-adjust: exact;
    -webkit-print-color-adjust: exact; }
  a { color: inherit; }
}
"""
)
