"""What a consumer's compiler can check about a format, as a C header."""

from validator.export.c_header.contract import Demand
from validator.export.c_header.header import render

__all__ = ["Demand", "render"]
