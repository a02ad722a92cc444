"""The reference backend: a Program as `construct` objects, read for values and failures."""

from validator.backends.construct.emit import SchemaConstruct, compile_construct
from validator.backends.construct.read import Reading, read
from validator.backends.construct.run import Failure

__all__ = ["Failure", "Reading", "SchemaConstruct", "compile_construct", "read"]
