"""Declarations of the construct library as Programs."""

from validator.lift.declaration import Lifted as Lifted
from validator.lift.declaration import Shape as Shape
from validator.lift.declaration import Source as Source
from validator.lift.declaration import lift as lift
from validator.lift.declaration import try_lift as try_lift
