"""The policies of the corpus: every format, every table, every kind of value."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import replace

from policy import (
    ALLOW,
    ATTRIBUTE,
    DENY,
    App,
    Policy,
    Rule,
    Scenario,
    Setting,
    Signer,
    SignerSet,
    version_number,
)

_USAGE = bytes.fromhex("010a2b0601040182370a0306")
_SHORT_USAGE = bytes.fromhex("01072b060105050703")[:7]
_OWN = uuid.UUID("3f1b5f0a-52c4-4a6b-9d53-7b0c1e2a9f10")


def _digest(text: str, name: str = "sha256") -> bytes:
    return hashlib.new(name, text.encode()).digest()


def _everything() -> Policy:
    rules = (
        Rule(DENY, name="old-agent.sys", minimum=version_number((7, 11, 0, 0))),
        Rule(DENY, digest=_digest("a driver with a fault")),
        Rule(DENY, digest=_digest("the same, page by page", "sha1")),
        Rule(ALLOW, name="*"),
        Rule(ALLOW, path="%OSDRIVE%\\Tools\\*"),
        Rule(ALLOW, family="Example.Viewer_1a2b3c4d5e6f7", package=version_number((1, 2, 3, 4))),
        Rule(ATTRIBUTE, name="agent.sys", minimum=version_number((7, 16, 0, 0)),
             maximum=version_number((7, 16, 65535, 65535)), apps=("first.exe", "second.exe"),
             described=("agent", "An agent", "Example Sensor")),
        Rule(ATTRIBUTE, described=("", "Grüße aus Köln", "")),
    )  # fmt: skip
    signers = (
        Signer(6, usages=(0,)),
        Signer(_digest("a root", "sha384"), issuer="Example Root", publisher="Example Ltd",
               maker="Maker", attributes=(6, 7), signed_after=133500000000000000),
        Signer(_digest("another root"), usages=(1, 0), publisher="Example Ltd"),
        Signer(_digest("a third root", "sha1")),
    )  # fmt: skip
    drivers = SignerSet(allowed=((0, ()), (1, (0, 1))), denied=((3, (3,)),), rules=(1, 2))
    programs = SignerSet(allowed=((2, ()),), rules=(1, 3, 4, 5))
    return Policy(
        format=8,
        options=0x048C2804,
        version=(10, 3, 0, 7),
        usages=(_USAGE, _SHORT_USAGE),
        rules=rules,
        signers=signers,
        update_signers=(1,),
        ci_signers=(1, 2),
        scenarios=(
            Scenario(131, product=drivers, test=SignerSet(allowed=((3, ()),))),
            Scenario(12, product=programs, inherited=(0,), least_digest=0x800E),
        ),
        hypervisor=2,
        settings=(
            Setting("PolicyInfo", "Information", "Id", "2026-05-01"),
            Setting("PolicyInfo", "Information", "Name", "Everything"),
            Setting("Example", "{all}", "Truth", value=True),
            Setting("Example", "{all}", "Number", value=4096),
            Setting("Example", "{all}", "Data", value=b"\1\2\3\4\5"),
        ),
        apps=(
            App("Example.Editor", (("Macros", False, 1), ("Folder", "D:\\Shared", 0),
                                   ("Extensions", ("txt", "md", "rst"), 0))),
            App("Example.Nothing"),
        ),
    )  # fmt: skip


def examples() -> dict[str, Policy]:
    """Return the policies of the corpus, by the name of the file without extension."""
    whole = _everything()
    found = {f"format-{number}": replace(whole, format=number) for number in range(1, 9)}
    return {
        **found,
        "nothing": Policy(format=7),
        "allow-all": Policy(
            format=7,
            rules=(Rule(ALLOW, name="*"), Rule(ALLOW, name="*")),
            scenarios=(
                Scenario(131, product=SignerSet(rules=(0,))),
                Scenario(12, product=SignerSet(rules=(1,))),
            ),
        ),
        "supplemental": Policy(
            format=6,
            rules=(Rule(ALLOW, digest=_digest("one more program")),),
            scenarios=(Scenario(12, product=SignerSet(rules=(0,))),),
            own=_OWN,
        ),
        "drivers-blocked": Policy(
            format=5,
            rules=tuple(Rule(DENY, digest=_digest(f"driver {n}")) for n in range(24)),
            signers=(Signer(_digest("a stolen key")),),
            scenarios=(
                Scenario(131, product=SignerSet(denied=((0, ()),), rules=tuple(range(24)))),
            ),
        ),
        "signed-by": Policy(
            format=7,
            usages=(_USAGE,),
            signers=(Signer(5, usages=(0,)), Signer(_digest("ours"), publisher="Ours")),
            scenarios=(Scenario(12, product=SignerSet(allowed=((0, ()), (1, ())))),),
            supplemental_signers=(1,),
            update_signers=(0, 1),
        ),
    }
