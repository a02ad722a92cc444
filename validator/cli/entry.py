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
    from validator.cli.main import main as run

    return run(arguments)
