"""`python -m validator` is the `contentgate` command."""

from validator.cli.entry import main

if __name__ == "__main__":
    main()
