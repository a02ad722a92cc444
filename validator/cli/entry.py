"""Where the console script starts. Nothing but `sys` is imported until it is known what for."""

import sys


def main() -> None:
    """Run the command line on the process's arguments and exit with its status."""
    try:
        sys.exit(_run(sys.argv[1:]))
    except KeyboardInterrupt:  # while modules were imported; later ones are answered by the verbs
        sys.stderr.write("contentgate: interrupted\n")
        sys.exit(130)


def _run(arguments: list[str]) -> int:
    if arguments[:1] == ["check"]:
        from validator.cli.warm import answer

        status = answer(arguments[1:])
        if status is not None:
            return status
    if arguments in (["--version"], ["-V"]) and _tell_version():
        return 0
    from validator.cli.main import main as run

    return run(arguments)


def _tell_version() -> bool:
    """Print the version, for which nothing has to be imported; False when it cannot be printed."""
    from validator import __version__

    try:
        sys.stdout.write(f"contentgate {__version__}\n")
        sys.stdout.flush()
    except (OSError, AttributeError, ValueError):
        return False  # the whole tool tells why
    return True
