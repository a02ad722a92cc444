"""`contentgate fuzz [SEED...]`: inputs that bring a consumer down, small, named by field, and kept.

The report goes to standard output, everything else to standard error. Exit status 0 no crash,
1 crashes, 2 usage or schema error, 3 inconclusive: the consumer is not installed or could not be
run, or nothing was run.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from validator.cli import options
from validator.cli.escape import _Duration as Duration
from validator.cli.named_consumer import complete_consumer
from validator.cli.terminal import EXIT_FINDINGS, EXIT_INCONCLUSIVE, EXIT_OK, say
from validator.dataclass import dataclass

if TYPE_CHECKING:
    from validator.ksy.lookup import Lookup

FORMATS = ("text", "json")
ENGINES = ("contentgate", "libfuzzer", "afl")
MODES = ("continuous", "code-change", "batch", "prune")
EXIT_INTERRUPTED = 130
_STATUS = {"crashes": EXIT_FINDINGS, "no crashes": EXIT_OK, "inconclusive": EXIT_INCONCLUSIVE}

_EPILOG = """\b
Examples:
  contentgate fuzz -s channel_file --consumer sensor seeds/ --time 60s
  contentgate fuzz -s format.ksy --consumer ./reader.so
  contentgate fuzz -s format.ksy --consumer new --consumer old -j 2 seeds/
  contentgate fuzz -s format.ksy --consumer sensor --mode code-change seeds/

\b
Exit status: 0 no crash, 1 crashes, 2 usage or schema error, 3 inconclusive:
the consumer is not installed, or nothing was run.
"""


def _complete_report(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [CompletionItem(name) for name in FORMATS if name.startswith(incomplete)]


@dataclass(frozen=True, slots=True)
class FuzzOptions:
    """What the options say about one campaign."""

    schema: str
    consumers: tuple[str, ...]
    contracts: tuple[str, ...]
    import_paths: Sequence[str] | Lookup
    config_file: str | None
    max_time: float | None
    runs: int | None
    random_seed: int
    jobs: int | None
    resume: bool
    mode: str
    engine: str
    output: str | None
    regressions: str
    stop_after_crashes: int | None
    minimize: int
    properties: tuple[str, ...]
    fmt: str
    reports: tuple[str, ...]
    color: str
    no_progress: bool


@click.command("fuzz", epilog=_EPILOG)
@click.argument("seeds", nargs=-1, type=options.FILE_NAME, metavar="[SEED]...")
@options.needed_schema_option
@click.option(
    "--consumer",
    "consumers",
    required=True,
    multiple=True,
    metavar="C",
    shell_complete=complete_consumer,
    help="Who reads the inputs: a consumer of the configuration, a ready-made one, module:function"
    " of Python, which takes bytes, or a path: a shared library with LLVMFuzzerTestOneInput, or a"
    " program that takes a file. May be given several times: the first one guides, all have to"
    " agree.",
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="contentgate",
    show_default=True,
    help="Who makes the inputs: contentgate itself, or libFuzzer or AFL++ with mutations of"
    " contentgate's. These two need a --time, and a library built with clang"
    " -fsanitize=fuzzer-no-link (AFL++ also takes a program of its own compilers).",
)
@click.option(
    "--time",
    "max_time",
    type=Duration(),
    metavar="T",
    help="Make inputs for T (60s, 10m); crashes are minimized after it.",
)
@click.option(
    "--runs",
    type=click.IntRange(1, 10**12),
    metavar="N",
    help="Executions in all, those before --continue included.",
)
@click.option(
    "--seed",
    "random_seed",
    type=click.IntRange(0, (1 << 63) - 1),
    default=0,
    show_default=True,
    metavar="N",
    help="Another number gives other inputs.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(1, 256),
    metavar="N",
    help="Processes; by default one per processor. With 1 and --runs, the same options find the"
    " same.",
)
@click.option(
    "--continue", "resume", is_flag=True, help="Go on with the campaign that --output holds."
)
@click.option(
    "--mode",
    type=click.Choice(MODES),
    default="continuous",
    show_default=True,
    help="continuous: until stopped. code-change: at most 10 min, ends with the first new crash."
    " batch: at most 1 h. prune: only leave out of the corpus what shows nothing of its own.",
)
@click.option(
    "-o",
    "--output",
    type=options.FILE_NAME,
    metavar="DIR",
    help="Folder for the corpus and what it takes to go on; by default fuzz-SCHEMA-CONSUMER here.",
)
@click.option(
    "--regressions",
    type=options.FILE_NAME,
    default="corpus/regressions",
    show_default=True,
    metavar="DIR",
    help="Folder that crashes are kept in.",
)
@click.option(
    "--stop-after-crashes",
    type=click.IntRange(1, 1_000_000),
    metavar="N",
    help="End after so many new crashes.",
)
@click.option(
    "--minimize",
    type=click.IntRange(0, 1_000_000),
    default=1500,
    show_default=True,
    metavar="N",
    help="Runs of the consumer that looking at one crash may take; 0 leaves them as found.",
)
@click.option(
    "--property",
    "properties",
    multiple=True,
    metavar="MODULE:FUNCTION",
    help="A function of your own that is called with every input, in a process of its own; when it"
    " raises, that counts as a crash. May be given several times.",
)
@options.contract_option
@options.import_option
@options.config_option
@click.option(
    "--format",
    "fmt",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Format on standard output.",
)
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FMT=PATH",
    shell_complete=_complete_report,
    help="Write a report to a file besides (text, json); may be given several times.",
)
@options.color_option
@click.option("--no-progress", is_flag=True, help="Show no progress on standard error.")
@click.pass_context
def command(context: click.Context, /, seeds: tuple[str, ...], **given: Any) -> None:
    """Fuzz a consumer: make inputs of a schema and of SEEDs, and keep what it dies of.

    SEED is a file or a folder; without any, the first inputs are made from the schema alone. Inputs
    are guided by the consumer's coverage where it counts any, and by that of the schema. Every
    crash is kept at once, and in the end minimized, compared with the nearest valid file by field,
    and told with the command that replays it. Crashes on files that the gate accepts come first.
    """
    context.exit(run_fuzz(seeds, FuzzOptions(**given)))


def run_fuzz(arguments: Sequence[str], choice: FuzzOptions) -> int:
    """Run a campaign, print and write reports.

    Args:
        arguments: seeds and folders of them.
        choice: the options.
    Returns:
        The exit status.
    Raises:
        ContentgateError: nothing could be done as asked.
    """
    from validator.consumers.isolation import begin_probe

    begin_probe()
    from validator.cli.escape import open_scratch, term_as_interrupt
    from validator.cli.fuzz_run import run_campaign, tell
    from validator.cli.fuzz_setup import find_consumers, open_campaign, wanted_reports
    from validator.consumers.persistent import stop_ahead
    from validator.errors import ConsumerError, UsageError

    if choice.engine != ENGINES[0] and choice.max_time is None:
        raise UsageError(f"--engine {choice.engine} needs a --time, such as 10m")
    wanted = wanted_reports(choice.reports)
    with term_as_interrupt(), open_scratch() as scratch:
        try:
            consumers = find_consumers(choice, scratch)
            opened = open_campaign(arguments, choice, consumers, scratch)
            summary = run_campaign(opened, choice)
        except ConsumerError as error:
            say(f"contentgate fuzz: {error}")
            return EXIT_INCONCLUSIVE
        finally:
            stop_ahead()
    tell(summary, choice, wanted)
    return _STATUS[summary.verdict]
