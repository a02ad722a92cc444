"""AppArmor policies: every profile of Debian compiled for the 3.0 ABI, alone and together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from real_corpus.model import Made, Part, Shop

PACKAGES = ("apparmor", "apparmor-profiles", "apparmor-profiles-extra")
OPTIONS = (
    ("equiv", "-O", "equiv"), ("diff-encode", "-O", "diff-encode"),
    ("compress-small", "-O", "compress-small"), ("no-minimize", "-O", "no-minimize"),
    ("complain", "-C"), ("in-namespace", "-n", "demo"),
)  # fmt: skip
OF_OPTIONS = 3
OTHER_ABIS = ("kernel-5.4-vanilla", "kernel-5.4-outoftree-network")
OF_OTHER_ABIS = 5
TOGETHER = 10


def _profiles(shop: Shop) -> Iterator[Made]:
    package = shop.packages(*PACKAGES)
    base = package.root / "etc/apparmor.d"
    sources = [
        path
        for folder in (base, package.root / "usr/share/apparmor/extra-profiles")
        for path in sorted(folder.iterdir())
        if path.is_file() and path.name != "README"
    ]
    # Profiles include what an administrator may write; the packages' scripts make it empty.
    (base / "local").mkdir(exist_ok=True)
    for path in sources:
        (base / "local" / path.name).touch()
    title = f"{package.title}, {shop.version('apparmor')}"
    compiled: list[bytes] = []
    for path in sources:
        data = _compile(shop, base, path)
        if data:
            compiled.append(data)
            kind = "extra-" if path.parent != base else ""
            yield Made(f"{kind}{path.name}.bin", data, title)
            if len(compiled) % (len(sources) // OF_OPTIONS) == 1:
                yield from _with_options(shop, base, path, title)
    for abi in OTHER_ABIS:
        for path in sources[::OF_OTHER_ABIS]:
            data = _compile(shop, base, path, abi=abi)
            if data:
                kind = "extra-" if path.parent != base else ""
                yield Made(f"{kind}{path.name}-{abi}.bin", data, title)
    for start in range(0, len(compiled), TOGETHER):
        several = b"".join(compiled[start : start + TOGETHER])
        yield Made(f"together-from-{start:03}.bin", several, title)
    yield Made("together-all.bin", b"".join(compiled), title)


def _compile(shop: Shop, base: Path, path: Path, *options: str, abi: str = "3.0") -> bytes:
    target = shop.scratch / "compiled"
    target.unlink(missing_ok=True)
    shop.attempt("apparmor_parser", "-Q", "-K", "-q", "--base", str(base), "-M",
                 str(base / "abi" / abi), *options, "-o", str(target), str(path))  # fmt: skip
    return target.read_bytes() if target.exists() else b""


def _with_options(shop: Shop, base: Path, path: Path, title: str) -> Iterator[Made]:
    for name, *options in OPTIONS:
        data = _compile(shop, base, path, *options)
        if data:
            yield Made(f"{path.name}-{name}.bin", data, title)


PARTS = (Part("apparmor_policy", "profiles of Debian", _profiles, ("apparmor_parser",)),)
