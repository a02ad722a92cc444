"""The `contentgate` command: verbs, and what every one of them does when something is wrong.

Comes in: arguments. Goes out: an exit status: 0 clean, 1 findings, 2 usage, schema or
internal failure, 3 inconclusive, 130 interrupted. What the user caused is one message
without a traceback; what we caused is a traceback and how to report it.
"""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Sequence

import click

from validator import __version__
from validator.cli.completion import PROGRAM, VARIABLE
from validator.cli.terminal import EXIT_USAGE, make_streams_safe, say, silence_output
from validator.cli.verbs import UnknownVerb, VerbGroup
from validator.errors import ContentgateError, InternalError, SchemaError

EXIT_INTERRUPTED = 130
EXIT_BROKEN_PIPE = 141
_SHORT = len("-x")
"""Letters of options resemble one another all: nobody means another one."""
_NO_COMMAND = re.compile(r"No such command '(.*)'")
REPORT_TO = "the issue tracker of contentgate"

_EPILOG = """\b
Who it is for:
  a release pipeline    contentgate gate --report sarif=findings.sarif
  a security engineer   contentgate show update.bin --schema format.ksy
  a pre-commit hook     contentgate check update.bin

\b
Examples:
  contentgate check DBXUpdate.bin --schema uefi_dbx
  contentgate check content/ --schema format.ksy --contract sensor-7.11.toml
  contentgate show update.bin --schema format.ksy --path 'instances[1]'
  contentgate explain count-exceeds-contract

\b
Exit status: 0 nothing wrong, 1 findings, 2 usage, schema or internal error,
3 inconclusive (nothing was checked, or not everything), 130 interrupted.
"""


@click.command(
    PROGRAM,
    cls=VerbGroup,
    epilog=_EPILOG,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(
    __version__, "-V", "--version", prog_name=PROGRAM, message="%(prog)s %(version)s"
)
@click.pass_context
def cli(context: click.Context) -> None:
    """Validate security content before it is released: structure, contracts, consumers."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(EXIT_USAGE)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line.

    Args:
        argv: arguments without the program's name; None takes the process's own.
    Returns:
        The exit status; never raises for anything that a user can cause.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    make_streams_safe()
    name = _command_name(arguments)
    try:
        status = _answer_shell() if os.environ.get(VARIABLE) else _run(arguments)
        if sys.stdout is not None:  # as with `>&-`
            sys.stdout.flush()
    except BrokenPipeError:
        silence_output()
        return EXIT_BROKEN_PIPE
    except (KeyboardInterrupt, click.Abort):
        say(f"{name}: interrupted")
        return EXIT_INTERRUPTED
    except click.ClickException as error:
        say(_usage_text(name, error))
        return EXIT_USAGE
    except SchemaError as error:
        _say_findings(error)
        return EXIT_USAGE
    except InternalError as error:
        return _internal(name, error)
    except ContentgateError as error:
        say(f"{name}: {error}")
        return EXIT_USAGE
    except Exception as error:  # noqa: BLE001 - the one place that turns a defect into a report
        return _internal(name, error)
    return status


def _run(arguments: list[str]) -> int:
    try:
        with cli.make_context(PROGRAM, arguments) as context:
            cli.invoke(context)
    except click.exceptions.Exit as ending:
        return ending.exit_code
    except SystemExit as ending:
        return ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    return 0


def _answer_shell() -> int:
    """Answer the completion script of a shell."""
    from click.shell_completion import shell_complete

    return shell_complete(cli, {}, PROGRAM, VARIABLE, os.environ[VARIABLE])


def _command_name(arguments: Sequence[str]) -> str:
    from validator.cli.verbs import VERBS

    verb = arguments[0] if arguments else ""
    return f"{PROGRAM} {verb}" if verb in VERBS else PROGRAM


def _usage_text(name: str, error: click.ClickException) -> str:
    """Return a wrong command line in our words: what, what was meant, where to read."""
    from validator.contract.suggest import did_you_mean

    context = getattr(error, "ctx", None)
    near, message = "", error.format_message()
    match error:
        case UnknownVerb():
            near = did_you_mean(error.name, error.known)
        case click.NoSuchOption():
            message = f"no such option: {error.option_name}"
            known = context.command.get_params(context) if context is not None else ()
            options = [option for param in known for option in param.opts if len(option) > _SHORT]
            near = did_you_mean(error.option_name, options)
        case click.UsageError() if context is not None and (wrong := _no_command(error)):
            message = f"no such command: {wrong}"
            group = context.command
            names = group.list_commands(context) if isinstance(group, click.Group) else []
            near = did_you_mean(wrong, names)
    lines = [f"{name}: {message[:1].lower()}{message[1:].rstrip('.')}"]
    if near:
        lines.append(f"  hint      did you mean {near}?")
    if isinstance(error, click.UsageError):
        path = context.command_path if context is not None else name
        lines.append(f"  help      {path} --help")
    return "\n".join(lines)


def _no_command(error: click.UsageError) -> str:
    """Return the name that a nested group does not know; "" for any other error."""
    named: str = getattr(error, "command_name", "")  # since click 8.4
    found = _NO_COMMAND.match(error.format_message())
    return named or (found[1] if found else "")


def _say_findings(error: SchemaError) -> None:
    """Print every error of a schema."""
    from validator.report.text import finding_lines

    for finding in error.findings:
        for line in finding_lines(finding, color=False, width=0):
            print(line, file=sys.stderr)


def _internal(name: str, error: BaseException) -> int:
    """Print a traceback and how to report it."""
    say("".join(traceback.format_exception(error)).rstrip("\n"))
    version = ".".join(str(part) for part in sys.version_info[:3])
    say(
        f"{name}: internal failure: {type(error).__name__}: this is a defect of contentgate,"
        " not of your input\n"
        f"  version   contentgate {__version__}, Python {version}, {sys.platform}\n"
        f"  hint      please report the lines above to {REPORT_TO}, with the schema and the"
        " file if you may share them"
    )
    return EXIT_USAGE
