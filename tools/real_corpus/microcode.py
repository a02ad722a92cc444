"""Microcode of Intel: the files of Debian's package, and what iucode_tool splits and bundles."""

from __future__ import annotations

from collections.abc import Iterator

from real_corpus.model import Made, Part, Shop


def _updates(shop: Shop) -> Iterator[Made]:
    package = shop.packages("intel-microcode")
    files = sorted(path for path in package.root.glob("lib/firmware/intel-ucode*/*"))
    for path in files:
        prefix = "caveat-" if "caveats" in path.parent.name else ""
        yield Made(f"{prefix}{path.name}", path.read_bytes(), package.title)
    title = f"{package.title}, {shop.version('iucode-tool')}"
    bundle = shop.scratch / "bundle.bin"
    plain = [str(path) for path in files if path.suffix != ".initramfs"]
    shop.run("iucode_tool", "-q", "-tb", f"--write-to={bundle}", *plain)
    yield Made("bundle-of-all.bin", bundle.read_bytes(), title)
    single = shop.scratch / "single"
    single.mkdir()
    shop.run("iucode_tool", "-q", "-tb", f"--write-named-to={single}", str(bundle))
    for path in sorted(single.iterdir()):
        yield Made(f"single-{path.name}", path.read_bytes(), title)


PARTS = (Part("intel_microcode", "microcode of Intel", _updates, ("iucode_tool",)),)
