"""Renderers of findings: one module per format, all `render(findings, meta) -> str`."""

from validator.report.meta import RunMeta as RunMeta
from validator.report.registry import FORMATS as FORMATS
from validator.report.registry import Renderer as Renderer
from validator.report.registry import render as render
from validator.report.registry import write_report as write_report

__all__ = ["FORMATS", "Renderer", "RunMeta", "render", "write_report"]
