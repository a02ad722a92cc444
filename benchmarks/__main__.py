"""`python -m benchmarks [--quick] [--json OUT] [--only NAME]`: measure, print the table."""

from __future__ import annotations

import sys

from benchmarks.run import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
