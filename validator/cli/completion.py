"""`contentgate completion SHELL`: the script that teaches a shell to complete.

The script asks `contentgate` itself at every TAB, through the variable
`_CONTENTGATE_COMPLETE`; `main` answers.
"""

from __future__ import annotations

import click

from validator.cli.terminal import write

VARIABLE = "_CONTENTGATE_COMPLETE"
PROGRAM = "contentgate"

_EPILOG = """\b
Put one of these lines into the start-up file of your shell:
  bash   eval "$(contentgate completion bash)"
  zsh    eval "$(contentgate completion zsh)"
  fish   contentgate completion fish | source
"""


@click.command("completion", epilog=_EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print a completion script for SHELL on standard output."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    root = context.find_root().command
    if found is None:
        raise click.UsageError(f"no completion for {shell}")
    write(found(root, {}, PROGRAM, VARIABLE).source() + "\n")
