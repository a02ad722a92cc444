"""SELinux policies: Debian's own modules linked, expanded for every version, and compiled anew."""

from __future__ import annotations

import bz2
from collections.abc import Iterator
from pathlib import Path

from real_corpus.model import Made, Part, Shop

VERSIONS = {"default": range(24, 34), "mls": (24, 28, 30, 31, 33)}
PARTLY = 8


def _policies(shop: Shop, flavor: str) -> Iterator[Made]:
    package = shop.packages(f"selinux-policy-{flavor}")
    folder = package.root / "usr/share/selinux" / flavor
    modules = []
    for path in sorted(folder.glob("*.pp.bz2")):
        plain = shop.scratch / path.stem
        plain.write_bytes(bz2.decompress(path.read_bytes()))
        modules.append(plain)
    base = shop.scratch / "base.pp"
    others = [path for path in modules if path != base]
    source = f"{package.title}, {shop.version('semodule-utils')}"
    whole = _link(shop, base, others, "all.pp")
    for version in VERSIONS[flavor]:
        data = _expand(shop, whole, version)
        yield Made(f"{flavor}-all-{len(modules)}.{version}", data, source)
    for version in (24, 33):
        yield Made(f"{flavor}-base.{version}", _expand(shop, base, version), source)
    if flavor == "default":
        yield from _with_one_more(shop, base, others, source)
        yield from _compiled_again(shop, whole, source)


def _link(shop: Shop, base: Path, others: list[Path], name: str) -> Path:
    target = shop.scratch / name
    shop.run("semodule_link", "-o", str(target), str(base), *map(str, others))
    return target


def _expand(shop: Shop, package: Path, version: int) -> bytes:
    target = shop.scratch / f"policy.{version}"
    shop.run("semodule_expand", "-c", str(version), str(package), str(target))
    return target.read_bytes()


def _with_one_more(shop: Shop, base: Path, others: list[Path], source: str) -> Iterator[Made]:
    """Link the base with a few modules, evenly chosen; one that needs another is left out."""
    for module in others[:: max(1, len(others) // PARTLY)]:
        target = shop.scratch / "two.pp"
        linked = shop.attempt("semodule_link", "-o", str(target), str(base), str(module))
        if linked is not None:
            name = f"default-base-and-{module.stem}.33"
            yield Made(name, _expand(shop, target, 33), source)


def _compiled_again(shop: Shop, whole: Path, source: str) -> Iterator[Made]:
    """Turn the whole policy into sources, and compile those with the two other compilers."""
    binary = shop.scratch / "whole.33"
    binary.write_bytes(_expand(shop, whole, 33))
    conf, cil, made = (shop.scratch / name for name in ("whole.conf", "whole.cil", "again"))
    shop.run("checkpolicy", "-M", "-b", "-F", "-o", str(conf), str(binary))
    shop.run("checkpolicy", "-M", "-b", "-C", "-o", str(cil), str(binary))
    for version in (30, 33):
        shop.run("checkpolicy", "-M", "-c", str(version), "-o", str(made), str(conf))
        title = f"{source}, {shop.version('checkpolicy')}"
        yield Made(f"default-all-by-checkpolicy.{version}", made.read_bytes(), title)
    for version in (29, 33):
        shop.run("secilc", "-c", str(version), "-o", str(made), "-f", "/dev/null", str(cil))
        title = f"{source}, {shop.version('secilc')}"
        yield Made(f"default-all-by-secilc.{version}", made.read_bytes(), title)


def _installed(shop: Shop) -> Iterator[Made]:
    """Do what semodule does when Debian installs the policy: CIL of each module, then secilc."""
    package = shop.packages("selinux-policy-default")
    translator = shop.packages("policycoreutils").root / "usr/libexec/selinux/hll/pp"
    sources = []
    for path in sorted((package.root / "usr/share/selinux/default").glob("*.pp.bz2")):
        plain = shop.scratch / path.stem
        plain.write_bytes(bz2.decompress(path.read_bytes()))
        sources.append(str(plain.with_suffix(".cil")))
        shop.run(str(translator), str(plain), sources[-1])
    made = shop.scratch / "policy"
    title = f"{package.title}, {shop.version('secilc')}"
    for version, unknown in ((33, "allow"), (31, "deny")):
        shop.run("secilc", "-c", str(version), "-U", unknown, "-o", str(made), "-f", "/dev/null",
                 *sources)  # fmt: skip
        yield Made(f"default-as-installed-{unknown}.{version}", made.read_bytes(), title)


def _default(shop: Shop) -> Iterator[Made]:
    return _policies(shop, "default")


def _mls(shop: Shop) -> Iterator[Made]:
    return _policies(shop, "mls")


LINKERS = ("semodule_link", "semodule_expand")
PARTS = (
    Part("selinux_policy", "all modules of selinux-policy-default", _default,
         (*LINKERS, "checkpolicy", "secilc")),
    Part("selinux_policy", "all modules of selinux-policy-mls", _mls, LINKERS),
    Part("selinux_policy", "selinux-policy-default as semodule builds it", _installed, ("secilc",)),
)  # fmt: skip
