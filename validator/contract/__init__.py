"""Facts about consumers; lazy, as other parts of the package are of use without a contract.

Reading contracts is here; making them from a build (`validator.contract.extract`) is imported
by those who do it, because it needs pyelftools.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from validator.lazy import lazy_names

if TYPE_CHECKING:
    from validator.contract.load import bind_contract, load_contract
    from validator.contract.model import Contract

__all__ = ["Contract", "bind_contract", "load_contract"]

__getattr__ = lazy_names(
    __name__, {"Contract": "model", "bind_contract": "load", "load_contract": "load"}
)
