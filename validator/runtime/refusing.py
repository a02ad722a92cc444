"""What a checking reader may raise: all of it means "not accepted without a closer look"."""

import struct

from validator.runtime.probe import Reject
from validator.runtime.reading import CAUGHT, Stop

REFUSING = (*CAUGHT, Reject, Stop, LookupError, struct.error)
