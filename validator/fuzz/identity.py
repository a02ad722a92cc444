"""What makes two runs the same run: everything that decides what a mutant is and what becomes
of it.

Comes in: schema, contracts, consumer, seeds. Goes out: texts by name, to be compared one by one,
so that the first that differs can be told.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
from collections.abc import Sequence

from validator.consumers.protocol import Consumer
from validator.fuzz.lot import Job
from validator.fuzz.seeds import SeedFile

_BLOCK = 1 << 20
_SAMPLED = 8
"""Mutants that are made to tell another way of making them."""


def run_identity(
    version: str, job: Job, seeds: Sequence[SeedFile], random_seed: int
) -> dict[str, str]:
    """Return the identity of a run.

    Args:
        version: of contentgate.
        job: schema and contracts; the consumer by name, limits, and the content of the files
            that its command line names; how mutants are made.
        seeds: in order.
        random_seed: of the mutants.
    """
    judge, consumer = job.judge, job.consumer
    program = judge.schema.program
    facts = sorted((one.name, sorted(map(repr, one.facts.items()))) for one in judge.contracts)
    mutants = [hashlib.sha256(mutant.data).hexdigest() for mutant in job.make(0, _SAMPLED)]
    contents = [hashlib.sha256(seed.data).hexdigest() for seed in seeds]
    return {
        "contentgate": version,
        "schema": f"{program.name} {program.digest[:16]}",
        "contracts": _digest(repr(facts)) if facts else "none",
        "consumer": f"{consumer.name}, {consumer.limits_text}",
        "program of the consumer": program_digest(consumer),
        "random seed": str(random_seed),
        "seeds": f"{len(seeds)} {'file' if len(seeds) == 1 else 'files'} {_digest(repr(contents))}",
        "way of making mutants": _digest(repr(mutants)),
    }


def program_digest(consumer: Consumer) -> str:
    """Return a digest of every file that the command line of a consumer names.

    Args:
        consumer: asked how a file would be given to it by hand.
    """
    try:
        words = shlex.split(consumer.reproduce("input.bin"))
    except ValueError:
        words = []
    found = hashlib.sha256()
    for word in words:
        path = word if "/" in word else shutil.which(word) or word
        if os.path.isfile(path) and os.path.basename(path) != "input.bin":
            with open(path, "rb") as file:
                while block := file.read(_BLOCK):
                    found.update(block)
    return found.hexdigest()[:16]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
