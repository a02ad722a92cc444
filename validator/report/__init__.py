"""Renderers of findings: one module per format, all `render(findings, meta) -> str`.

What renders is lazy: whoever only escapes a text does not wait for every format.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.lazy import lazy_names

if TYPE_CHECKING:
    from validator.report.meta import RunMeta as RunMeta
    from validator.report.registry import FORMATS as FORMATS
    from validator.report.registry import Renderer as Renderer
    from validator.report.registry import render as render
    from validator.report.registry import write_report as write_report

__all__ = ["FORMATS", "Renderer", "RunMeta", "render", "write_report"]

__getattr__ = lazy_names(
    __name__,
    {
        "FORMATS": "registry", "Renderer": "registry", "RunMeta": "meta", "render": "registry",
        "write_report": "registry",
    },
)  # fmt: skip
