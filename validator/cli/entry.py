"""Where the console script starts. Nothing but `sys` is imported until it is known what for."""

import sys


def main() -> None:
    """Run the command line on the process's arguments and exit with its status."""
    from validator.cli.main import main as run

    sys.exit(run(sys.argv[1:]))
