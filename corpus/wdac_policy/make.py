"""Write the whole corpus: `python corpus/wdac_policy/make.py`; same bytes on every run.

Writes `valid/` and `seeds/` after the notes on the layout, `invalid/` with one `.expect` a file,
and the digests.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

from policies import examples
from policy import write_policy
from writer import write_corpus

from damage import cases

HERE = Path(__file__).parent
_SEEDS = ("format-8", "format-5", "supplemental", "signed-by")


def main() -> None:
    """Write every file."""
    policies = examples()
    made = {name: bytes(write_policy(policy).data) for name, policy in policies.items()}
    more = {f"valid/{name}.cip": data for name, data in made.items()}
    more |= {f"seeds/{name}.cip": made[name] for name in _SEEDS}
    write_corpus(HERE, cases(policies), more, (".bin", ".cip"))


if __name__ == "__main__":
    main()
