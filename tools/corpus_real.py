"""Make real files and check every one: `python tools/corpus_real.py`, or `make corpus-real`.

Comes in: options. Goes out: `build/corpus-real/FORMAT/` with a manifest, a table, and exit status 1
when a real file is refused, 2 when nothing could be made of some format asked for. The work is in
`real_corpus`.
"""

from __future__ import annotations

import sys

from real_corpus.driver import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
