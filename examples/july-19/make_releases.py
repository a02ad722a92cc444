"""Write the five releases of this replay: `python make_releases.py [FOLDER]`.

Dates and the number of instances follow the public root cause analysis; names, values and the
layout are invented. Each release carries its new instances. All of them are made from the
*definition* of the template type, which has 21 parameters: that is what every check before the
release looked at.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "corpus" / "channel_file"))

from build import build
from shapes import Doc, ipc_instance, ipc_template, text

HERE = Path(__file__).resolve().parent

RELEASES: dict[str, list[Doc]] = {
    "2024-03-05": [ipc_instance(1, pipe_name=text("prefix", "\\pipe\\mojo"))],
    "2024-04-08": [ipc_instance(2, pipe_name=text("suffix", ".c2"), image_signer=text(
        "not_equals", "Example Corp"))],
    "2024-04-16": [ipc_instance(3, process_path=text("suffix", "\\rundll32.exe"),
                                parent_command=text("equals", "winword.exe"))],
    "2024-04-24": [ipc_instance(4, share_name=text("equals", "IPC$"),
                                integrity_label=text("equals", "low"))],
    "2024-07-19": [
        ipc_instance(5, pipe_name=text("prefix", "\\pipe\\postex_")),
        ipc_instance(6, pipe_name=text("suffix", ".c2"),
                     remote_host=text("equals", "c2.example")),
    ],
}  # fmt: skip
"""Date -> its instances; only the very last criterion uses the 21st parameter."""


def release(date: str) -> bytes:
    """Return the content file of one date.

    Args:
        date: a key of `RELEASES`.
    """
    version = 287 + list(RELEASES).index(date)
    return build(
        {
            "format_version": 1,
            "content_version": version,
            "templates": [ipc_template()],
            "instances": RELEASES[date],
        }
    )


def main(folder: Path) -> None:
    """Write one file a release.

    Args:
        folder: is made when it does not exist.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for date in RELEASES:
        (folder / f"{date}.chan").write_bytes(release(date))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "releases")
