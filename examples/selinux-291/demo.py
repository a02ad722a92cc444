"""One permission too many: `make demo-selinux`, or `python examples/selinux-291/demo.py`.

Builds a policy, changes one byte of it, and shows what the official checker, a real Linux kernel
and contentgate say. Ends with status 1 as soon as a step does anything else than this story
expects, with 3 when a tool is missing. Needs no network and no root; writes only below `build/`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
BUILD = HERE / "build"
TOOLS = (
    ("secilc", "secilc"),
    ("checkpolicy", "checkpolicy"),
    ("linux.uml", "user-mode-linux"),
    ("cc", "gcc libc6-dev"),
)
INCONCLUSIVE = 3
_TIMEOUT_S = 120


class Deviation(Exception):
    """A step did not do what the story says."""


def everything(_line: str) -> bool:
    """Return that every line is shown."""
    return True


@dataclass(frozen=True, slots=True)
class Step:
    """One command and what is expected of it.

    Attributes:
        command: program and arguments, as shown.
        status: expected exit status.
        says: texts that must occur in its output.
        keep: which lines of the output are shown.
    """

    command: tuple[str, ...]
    status: int = 0
    says: tuple[str, ...] = ()
    keep: Callable[[str], bool] = everything


def tell(text: str) -> None:
    """Print a paragraph of the story."""
    print(f"\n\033[1m# {text}\033[0m" if sys.stdout.isatty() else f"\n# {text}", flush=True)


def missing_tools() -> list[tuple[str, str]]:
    """Return the programs that are not installed, each with the Debian packages that have it."""
    return [(program, package) for program, package in TOOLS if shutil.which(program) is None]


def find_contentgate() -> str:
    """Return the `contentgate` of this interpreter's environment, or of PATH."""
    beside = Path(sys.executable).with_name("contentgate")
    found = str(beside) if beside.exists() else shutil.which("contentgate")
    if found is None:
        raise Deviation("contentgate is not installed: run `make setup`")
    return found


def run(step: Step) -> None:
    """Run a step, show it, and compare it with what is expected.

    Args:
        step: its first word `contentgate` or `python` is resolved to this environment.
    Raises:
        Deviation: status or output differ.
    """
    first, *rest = step.command
    program = {"contentgate": find_contentgate, "python": lambda: sys.executable}.get(first)
    print("$ " + " ".join(step.command), flush=True)
    started = time.monotonic()
    done = subprocess.run(
        [program() if program else first, *rest], cwd=HERE, timeout=_TIMEOUT_S, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="backslashreplace",
    )  # fmt: skip
    for line in done.stdout.splitlines():
        if step.keep(line):
            print(f"  {line.replace(str(HERE.parents[1]) + os.sep, '').rstrip()}")
    spent = time.monotonic() - started
    print(f"  -> exit status {done.returncode}, {spent:.1f} s", flush=True)
    if done.returncode != step.status:
        raise Deviation(f"expected exit status {step.status}, got {done.returncode}")
    for text in step.says:
        if text not in done.stdout:
            raise Deviation(f"expected the output to say {text!r}")


def words(line: str) -> bool:
    """Return whether a line of checkpolicy is more than counting."""
    return "policydb_index_others" not in line


def tell_story() -> None:
    """Run every step.

    Raises:
        Deviation: one does something else than the story says.
    """
    good, twin, schema = "build/vault.33", "build/twin.33", ("--schema", "selinux_policy")
    tell("A small SELinux policy. Its class `file` has four permissions: read write open seal.")
    options = ("-U", "allow", "-M", "true", "-c", "33", "-f", "/dev/null")
    run(Step(("secilc", *options, "-o", good, "vault.cil")))
    run(Step(("contentgate", "check", good, *schema)))
    run(Step(("python", "load.py", good), says=("accepted",)))

    tell("One byte changes: the class declares five permissions, and still has four.")
    change = ("--set", "classes.items[name=file].nprim=5", "--no-repair", "classes.items[*].nprim")
    run(Step(("contentgate", "edit", good, *schema, *change, "-o", twin), status=1))

    tell("The official checker: it reads the whole policy, and finds nothing.")
    run(Step(("checkpolicy", "-M", "-b", twin), keep=words))

    tell("A real Linux kernel loads it. (It is a process of this user; only that process dies.)")
    says = ("crashed: kernel panic", "Kernel panic - not syncing")
    run(Step(("python", "load.py", twin), status=2, says=says))

    tell("contentgate refuses it, and says why.")
    says = ("permissions-declared-not-present", "class file declares 5 permissions and has 4")
    run(Step(("contentgate", "check", twin, *schema), status=1, says=says))


def main() -> int:
    """Tell the whole story.

    Returns:
        0 when every step did as expected, 1 when not, 3 when a tool is missing.
    """
    started = time.monotonic()
    if missing := missing_tools():
        for program, package in missing:
            print(f"demo: {program} is not installed: apt install {package}", file=sys.stderr)
        print("demo: nothing was shown", file=sys.stderr)
        return INCONCLUSIVE
    BUILD.mkdir(exist_ok=True)
    try:
        tell_story()
    except (Deviation, subprocess.TimeoutExpired, OSError) as error:
        print(f"\ndemo: this is not what should have happened: {error}", file=sys.stderr)
        return 1
    tell(f"Done in {time.monotonic() - started:.0f} s: every step did what it should.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
