"""Facts about consumers.

Reading contracts is here; making them from a build (`validator.contract.extract`) is imported
by those who do it, because it needs pyelftools.
"""

from validator.contract.load import bind_contract, load_contract
from validator.contract.model import Contract

__all__ = ["Contract", "bind_contract", "load_contract"]
