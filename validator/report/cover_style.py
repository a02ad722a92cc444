"""The style sheet of the page of coverage: what the page of a measure has, and chips.

Text on every background has a contrast of at least 4.5 to 1.
"""

from __future__ import annotations

from validator.report.measure_style import STYLE as _SHARED

STYLE = (
    _SHARED
    + """\
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: 6px;
  margin: 1.75rem 0 1rem; }
.meter { display: block; height: .45rem; border-radius: .3rem; background: var(--line);
  margin-top: .6rem; overflow: hidden; }
.meter span { display: block; height: 100%; background: currentColor; }
.chip { display: inline-block; border-radius: .35rem; padding: 0 .45rem; margin: 0 .25rem .25rem 0;
  font-size: .82rem; line-height: 1.6; overflow-wrap: anywhere; }
.chip.not { color: var(--bad); background: transparent; box-shadow: inset 0 0 0 1px var(--bad); }
.chip.asked { font-weight: 650; }
td.path { width: 34%; min-width: 8.5rem; }
td { overflow-wrap: anywhere; }
td.path code.bad, td.path code.warn { border-radius: .35rem; padding: .05rem .4rem; }
td.path code { font-size: .85rem; }
.grid { margin: .8rem 0 1.6rem; }
.grid table { width: auto; }
.grid td { text-align: center; padding: .25rem .6rem; border: 1px solid var(--line); }
.grid th { padding: .25rem .6rem; border: 1px solid var(--line); }
.grid th.side { text-align: right; }
.grid td.out { background: var(--raised); color: var(--dim); }
.key { font-size: .85rem; color: var(--dim); }
"""
)
