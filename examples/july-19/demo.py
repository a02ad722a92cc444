"""Walk through the replay with real output: `make demo`, or `python examples/july-19/demo.py`.

Prints every command and what it said. Ends with a status other than 0 as soon as a step does
anything else than this story expects. Needs no network; writes only below `build/`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILD = HERE / "build"
GOOD = ("2024-03-05", "2024-04-08", "2024-04-16", "2024-04-24")
BAD = "2024-07-19"
UPDATE = ROOT / "corpus" / "uefi_dbx" / "valid" / "update-dbx-append.auth"
_ASAN_LINES = ("ERROR: AddressSanitizer", "READ of size", "#0 ", "is located", "SUMMARY")
_TIMEOUT_S = 60


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
        status: expected exit status; None for any but 0.
        says: texts that must occur in its output.
        keep: which lines of the output are shown.
    """

    command: tuple[str, ...]
    status: int | None = 0
    says: tuple[str, ...] = ()
    keep: Callable[[str], bool] = everything


def tell(text: str) -> None:
    """Print a paragraph of the story."""
    print(f"\n\033[1m# {text}\033[0m" if sys.stdout.isatty() else f"\n# {text}", flush=True)


def find_contentgate() -> str:
    """Return the `contentgate` of this interpreter's environment, or of PATH."""
    beside = Path(sys.executable).with_name("contentgate")
    found = str(beside) if beside.exists() else shutil.which("contentgate")
    if found is None:
        raise Deviation("contentgate is not installed: run `make setup`")
    return found


def run(step: Step) -> str:
    """Run a step, show it, and compare it with what is expected.

    Args:
        step: its first word `contentgate` or `python` is resolved to this environment.
    Returns:
        Standard output and error together.
    Raises:
        Deviation: status or output differ.
    """
    programs = {"contentgate": find_contentgate, "python": lambda: sys.executable}
    first, *rest = step.command
    resolve = programs.get(first, lambda: first)
    environment = dict(os.environ, ASAN_OPTIONS="abort_on_error=0", PYTHONNOUSERSITE="1")
    if sys.stdout.isatty():
        environment.setdefault("FORCE_COLOR", "1")
    print("$ " + " ".join(step.command), flush=True)
    started = time.monotonic()
    done = subprocess.run(
        [resolve(), *rest], cwd=HERE, env=environment, timeout=_TIMEOUT_S, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
    )  # fmt: skip
    spent = time.monotonic() - started
    for line in done.stdout.splitlines():
        if step.keep(line):
            print(f"  {line.replace(str(HERE) + os.sep, '').rstrip()}")
    print(f"  -> exit status {done.returncode}, {spent:.1f} s", flush=True)
    if done.returncode == 0 if step.status is None else done.returncode != step.status:
        wanted = "another one than 0" if step.status is None else step.status
        raise Deviation(f"expected exit status {wanted}, got {done.returncode}")
    for text in step.says:
        if text not in done.stdout:
            raise Deviation(f"expected the output to say {text!r}")
    return done.stdout


def verdict_line(line: str) -> bool:
    """Return whether a line of the gate's output belongs to its short form."""
    return any(mark in line for mark in ("SHIP", "warning[", "error["))


def asan_line(line: str) -> bool:
    """Return whether a line of a sanitizer report belongs to its short form."""
    return any(mark in line for mark in _ASAN_LINES)


def traceback_end(line: str) -> bool:
    """Return whether a line of a Python traceback belongs to its short form."""
    return line.startswith(("Traceback", "IndexError")) or "inputs[i]" in line


def build_sensors() -> bool:
    """Build both sensors, plain and with AddressSanitizer; return whether a compiler did."""
    if not (shutil.which("make") and any(map(shutil.which, ("cc", "gcc", "clang")))):
        return False
    compiler = next(name for name in ("cc", "gcc", "clang") if shutil.which(name))
    run(Step(("make", "-s", "-C", "sensor", f"CC={compiler}", "all")))
    asan = ("make", "-s", "-C", "sensor", f"CC={compiler}", "asan")
    done = subprocess.run(asan, cwd=HERE, capture_output=True, timeout=_TIMEOUT_S, check=False)
    return done.returncode == 0


def contracts(*, is_built: bool) -> None:
    """Show where the number 20 comes from."""
    tell("What does each sensor in the field supply? Ask its build, not the definition.")
    if is_built:
        for version, count in (("7.11", 20), ("7.16", 21)):
            run(Step(("contentgate", "contract", "extract", f"recipes/sensor-{version}.toml"),
                     says=(f"ipc = {count}",)))  # fmt: skip
    else:
        print("  (no compiler here: the committed contracts are used)")


def gate() -> None:
    """Run the gate on the four good releases, then on the bad one."""
    tell("March and April: four releases, every one with a wildcard in the 21st field.")
    for date in GOOD:
        says = ("SHIP", "template-exceeds-contract")
        keep = verdict_line if date != GOOD[0] else everything
        output = run(Step(("contentgate", "gate", f"releases/{date}.chan"), says=says, keep=keep))
        if "NO SHIP" in output:
            raise Deviation(f"{date} should ship")
    tell("19 July: the second instance puts a real criterion into the 21st field.")
    says = ("NO SHIP", "count-exceeds-contract", "sensor-7.11", "instances[1]")
    run(Step(("contentgate", "gate", f"releases/{BAD}.chan"), status=1, says=says))


def aftermath(*, has_asan: bool) -> None:
    """Show what the file does to the sensor that the gate has protected."""
    tell("What would have happened: the content interpreter of sensor 7.11 reads that file.")
    bad = f"releases/{BAD}.chan"
    if has_asan:
        says = ("global-buffer-overflow", "ipc_inputs")
        run(Step(("build/sensor-7.11-asan", bad), status=None, says=says, keep=asan_line))
        tell("Sensor 7.16 supplies 21 inputs and checks the bound.")
        run(Step(("build/sensor-7.16-asan", bad), says=("accepted",)))
        return
    script = "sensor_py/sensor.py"
    step = Step(("python", script, "7.11", bad), 1, ("IndexError",), traceback_end)
    run(step)
    tell("Sensor 7.16 supplies 21 inputs and checks the bound.")
    run(Step(("python", script, "7.16", bad), says=("accepted",)))


def real_update() -> None:
    """Check a real dbx update, and a damaged copy of it."""
    tell("The same tool on real content: a UEFI revocation list (dbx) update.")
    if not UPDATE.exists():
        raise Deviation(f"{UPDATE} is missing")
    schema = ("--schema", "../../schemas/uefi_dbx.ksy")
    run(Step(("contentgate", "check", os.path.relpath(UPDATE, HERE), *schema)))
    tell("The same file after a download that lost its last bytes.")
    damaged = BUILD / f"cut-{UPDATE.name}"
    damaged.parent.mkdir(exist_ok=True)
    damaged.write_bytes(UPDATE.read_bytes()[:-20])
    command = ("contentgate", "check", os.path.relpath(damaged, HERE), *schema)
    run(Step(command, status=1, says=("error[",)))


def main(arguments: Sequence[str]) -> int:
    """Tell the whole story.

    Args:
        arguments: `--no-compiler` walks the path of a machine without one.
    Returns:
        0 when every step did as expected, else 1.
    """
    started = time.monotonic()
    try:
        has_asan = "--no-compiler" not in arguments and build_sensors()
        contracts(is_built=(BUILD / "sensor-7.11").exists() and has_asan)
        gate()
        aftermath(has_asan=has_asan)
        real_update()
    except (Deviation, subprocess.TimeoutExpired, OSError) as error:
        print(f"\ndemo: this is not what should have happened: {error}", file=sys.stderr)
        return 1
    tell(f"Done in {time.monotonic() - started:.0f} s: every step did what it should.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
