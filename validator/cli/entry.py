"""Where the console script starts. Nothing but `sys` is imported until it is known what for."""

import sys


def main() -> None:
    """Run the command line on the process's arguments and exit with its status."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["check"]:
        from validator.cli.warm import answer

        status = answer(arguments[1:])
        if status is not None:
            sys.exit(status)
    from validator.cli.main import main as run

    sys.exit(run(arguments))
