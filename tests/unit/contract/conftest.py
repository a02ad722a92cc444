from __future__ import annotations

import sys
from pathlib import Path

# the builds that several test files share lie beside them
sys.path.insert(0, str(Path(__file__).parent))
