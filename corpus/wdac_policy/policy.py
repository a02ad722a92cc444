"""Write policies of App Control for Business after the public notes on their layout.

Comes in: what a policy says, as plain values. Goes out: its bytes, in any format from 1 to 8, and
where each field of interest stands. Nothing here shares code with the validator.
"""

from __future__ import annotations

import struct
import uuid
from dataclasses import dataclass, field

DENY, ALLOW, ATTRIBUTE = 0, 1, 2
NO_DIGEST = 0x800C
_ALWAYS, _SUPPLEMENTAL = 0x80000000, 0x40000000
ENTERPRISE = uuid.UUID("a244370e-44c9-4c06-b551-f6016e563076")
PLATFORM = uuid.UUID("2e07f7e4-194c-4d20-b7c9-6f44a6c5a234")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule for files; empty texts, no bytes and 0 say nothing."""

    action: int
    name: str = ""
    minimum: int = 0
    digest: bytes = b""
    maximum: int = 0
    apps: tuple[str, ...] = ()
    described: tuple[str, str, str] = ("", "", "")
    family: str = ""
    package: int = 0
    path: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """A certificate: the digest of its signed part, or the number of a well-known one."""

    root: bytes | int
    usages: tuple[int, ...] = ()
    issuer: str = ""
    publisher: str = ""
    maker: str = ""
    attributes: tuple[int, ...] = ()
    signed_after: int = 0


@dataclass(frozen=True, slots=True)
class SignerSet:
    """Allowed and denied signers, each with its exceptions, and rules; all by number."""

    allowed: tuple[tuple[int, tuple[int, ...]], ...] = ()
    denied: tuple[tuple[int, tuple[int, ...]], ...] = ()
    rules: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scenario:
    """What counts for drivers (131) or programs (12)."""

    value: int
    product: SignerSet = SignerSet()
    test: SignerSet = SignerSet()
    test_signing: SignerSet = SignerSet()
    inherited: tuple[int, ...] = ()
    least_digest: int = NO_DIGEST


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting: provider, key, name, and a truth value, number, bytes or text."""

    provider: str
    key: str
    name: str
    value: bool | int | bytes | str


@dataclass(frozen=True, slots=True)
class App:
    """An application and its settings, each a name, a value and flags."""

    name: str
    settings: tuple[tuple[str, bool | str | tuple[str, ...], int], ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole policy."""

    format: int
    options: int = 0
    version: tuple[int, int, int, int] = (10, 0, 0, 0)
    usages: tuple[bytes, ...] = ()
    rules: tuple[Rule, ...] = ()
    signers: tuple[Signer, ...] = ()
    update_signers: tuple[int, ...] = ()
    ci_signers: tuple[int, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    hypervisor: int = 0
    settings: tuple[Setting, ...] = ()
    own: uuid.UUID = ENTERPRISE
    base: uuid.UUID = ENTERPRISE
    supplemental_signers: tuple[int, ...] = ()
    apps: tuple[App, ...] = ()


# house: loose-dataclass - grows while a policy is written
@dataclass(slots=True)
class Written:
    """The bytes of a policy, and the absolute offset of each field of interest by its path."""

    data: bytearray = field(default_factory=bytearray)
    places: dict[str, int] = field(default_factory=dict)

    def number(self, path: str, *values: int) -> None:
        """Append numbers of 32 bits; the first one is found by the path."""
        self.places[path] = len(self.data)
        for value in values:
            self.data += struct.pack("<I", value)

    def wide(self, path: str, value: int) -> None:
        """Append a number of 64 bits."""
        self.places[path] = len(self.data)
        self.data += struct.pack("<Q", value)

    def raw(self, path: str, value: bytes) -> None:
        """Append bytes as they are."""
        self.places[path] = len(self.data)
        self.data += value

    def counted(self, path: str, value: bytes) -> None:
        """Append a length, bytes, and zeros up to a multiple of 4."""
        self.number(f"{path}.len", len(value))
        self.raw(f"{path}.data", value)
        self.raw(f"{path}.padding", bytes(-len(value) % 4))

    def text(self, path: str, value: str) -> None:
        """Append a text: counted, and 4 zero bytes behind it."""
        self.counted(path, value.encode("utf-16-le"))
        self.places[f"{path}.value"] = self.places[f"{path}.data"]
        self.number(f"{path}.terminator", 0)

    def numbers(self, count: str, items: str, values: tuple[int, ...], leaf: str = "") -> None:
        """Append a count, and that many numbers of 32 bits."""
        self.number(count, len(values))
        for index, value in enumerate(values):
            self.number(f"{items}[{index}]{leaf}", value)


def version_number(version: tuple[int, int, int, int]) -> int:
    """Return four numbers of 16 bits as one, the first in the highest bits."""
    return version[0] << 48 | version[1] << 32 | version[2] << 16 | version[3]


def write_policy(policy: Policy) -> Written:
    """Write a policy.

    Args:
        policy: what it says; numbers of other tables are written as they are.
    """
    out = Written()
    _write_header(out, policy)
    for index, usage in enumerate(policy.usages):
        out.counted(f"usages[{index}]", usage)
    for index, rule in enumerate(policy.rules):
        _write_rule(out, f"file_rules[{index}]", rule)
    for index, signer in enumerate(policy.signers):
        _write_signer(out, f"signers[{index}]", signer)
    for name, numbers in (("update", policy.update_signers), ("ci", policy.ci_signers)):
        path = f"{name}_signers"
        out.numbers(f"{path}.count", f"{path}.items", numbers, ".signer")
    for index, scenario in enumerate(policy.scenarios):
        _write_scenario(out, f"scenarios[{index}]", scenario)
    out.number("hypervisor_options", policy.hypervisor)
    out.number("setting_count", len(policy.settings))
    for index, setting in enumerate(policy.settings):
        _write_setting(out, f"settings[{index}]", setting)
    for number, block in _BLOCKS.items():
        if number <= policy.format:
            block(out, policy)
    out.number("end_tag", policy.format + 1)
    return out


def _write_header(out: Written, policy: Policy) -> None:
    more = _SUPPLEMENTAL if policy.own != policy.base else 0
    out.number("format", policy.format)
    out.raw("policy_type", policy.base.bytes_le)
    out.raw("platform", PLATFORM.bytes_le)
    out.number("options", policy.options | _ALWAYS | more)
    out.number("usage_count", len(policy.usages))
    out.number("file_rule_count", len(policy.rules))
    out.number("signer_count", len(policy.signers))
    out.number("scenario_count", len(policy.scenarios))
    out.wide("version", version_number(policy.version))
    out.number("header_size", len(out.data))


def _write_rule(out: Written, path: str, rule: Rule) -> None:
    out.number(f"{path}.action", rule.action)
    out.text(f"{path}.name", rule.name)
    out.wide(f"{path}.minimum_version", rule.minimum)
    out.places[f"{path}.digest"] = len(out.data)
    out.counted(f"{path}.digest", rule.digest)


def _write_signer(out: Written, path: str, signer: Signer) -> None:
    match signer.root:
        case int(number):
            out.number(f"{path}.root_kind", 1)
            out.number(f"{path}.root", number)
        case digest:
            out.number(f"{path}.root_kind", 0)
            out.counted(f"{path}.root", digest)
    out.numbers(f"{path}.usage_count", f"{path}.usages", signer.usages)
    out.text(f"{path}.issuer", signer.issuer)
    out.text(f"{path}.publisher", signer.publisher)
    out.text(f"{path}.maker", signer.maker)
    out.numbers(f"{path}.attribute_count", f"{path}.attributes", signer.attributes, ".rule")


def _write_scenario(out: Written, path: str, scenario: Scenario) -> None:
    out.number(f"{path}.value", scenario.value)
    out.numbers(f"{path}.inherited_count", f"{path}.inherited", scenario.inherited)
    out.number(f"{path}.least_digest", scenario.least_digest)
    _write_set(out, f"{path}.product", scenario.product)
    _write_set(out, f"{path}.test", scenario.test)
    _write_set(out, f"{path}.test_signing", scenario.test_signing)


def _write_set(out: Written, path: str, signers: SignerSet) -> None:
    for name, entries in (("allowed", signers.allowed), ("denied", signers.denied)):
        out.number(f"{path}.{name}_count", len(entries))
        for index, (signer, exceptions) in enumerate(entries):
            entry = f"{path}.{name}[{index}]"
            out.number(f"{entry}.signer", signer)
            out.numbers(f"{entry}.exception_count", f"{entry}.exceptions", exceptions, ".rule")
    out.numbers(f"{path}.rule_count", f"{path}.rules", signers.rules, ".rule")


def _write_setting(out: Written, path: str, setting: Setting) -> None:
    out.text(f"{path}.provider", setting.provider)
    out.text(f"{path}.key", setting.key)
    out.text(f"{path}.name", setting.name)
    match setting.value:
        case bool(truth):
            out.number(f"{path}.kind", 0)
            out.number(f"{path}.value.value", int(truth))
        case int(number):
            out.number(f"{path}.kind", 1)
            out.number(f"{path}.value", number)
        case bytes(data):
            out.number(f"{path}.kind", 2)
            out.counted(f"{path}.value", data)
        case text:
            out.number(f"{path}.kind", 3)
            out.text(f"{path}.value", text)


def _write_limits(out: Written, policy: Policy) -> None:
    out.number("limits.tag", 3)
    for index, rule in enumerate(policy.rules):
        path = f"limits.rules[{index}]"
        out.wide(f"{path}.maximum_version", rule.maximum)
        out.number(f"{path}.app_count", len(rule.apps))
        for number, app in enumerate(rule.apps):
            out.text(f"{path}.apps[{number}]", app)
    for index, signer in enumerate(policy.signers):
        out.wide(f"limits.signed_after[{index}]", signer.signed_after)


def _write_descriptions(out: Written, policy: Policy) -> None:
    out.number("descriptions.tag", 4)
    for index, rule in enumerate(policy.rules):
        for name, value in zip(
            ("internal_name", "description", "product"), rule.described, strict=True
        ):
            out.text(f"descriptions.rules[{index}].{name}", value)


def _write_packages(out: Written, policy: Policy) -> None:
    out.number("packages.tag", 5)
    for index, rule in enumerate(policy.rules):
        out.text(f"packages.rules[{index}].family", rule.family)
        out.wide(f"packages.rules[{index}].version", rule.package)


def _write_identity(out: Written, policy: Policy) -> None:
    out.number("identity.tag", 6)
    out.raw("identity.policy", policy.own.bytes_le)
    out.raw("identity.base", policy.base.bytes_le)
    path = "identity.supplemental_signers"
    out.numbers(f"{path}.count", f"{path}.items", policy.supplemental_signers, ".signer")


def _write_paths(out: Written, policy: Policy) -> None:
    out.number("paths.tag", 7)
    for index, rule in enumerate(policy.rules):
        out.text(f"paths.rules[{index}]", rule.path)


def _write_apps(out: Written, policy: Policy) -> None:
    out.number("apps.tag", 8)
    out.number("apps.count", len(policy.apps))
    for index, app in enumerate(policy.apps):
        path = f"apps.items[{index}]"
        out.text(f"{path}.name", app.name)
        out.number(f"{path}.count", len(app.settings))
        for number, (name, value, flags) in enumerate(app.settings):
            _write_app_setting(out, f"{path}.settings[{number}]", name, value)
            out.number(f"{path}.settings[{number}].flags", flags)


def _write_app_setting(
    out: Written, path: str, name: str, value: bool | str | tuple[str, ...]
) -> None:
    out.text(f"{path}.name", name)
    match value:
        case bool(truth):
            out.raw(f"{path}.kind", b"\0")
            out.raw(f"{path}.value", bytes([truth]))
        case str(text):
            out.raw(f"{path}.kind", b"\3")
            out.text(f"{path}.value", text)
        case texts:
            out.raw(f"{path}.kind", b"\4")
            out.number(f"{path}.value.count", len(texts))
            for index, text in enumerate(texts):
                out.text(f"{path}.value.items[{index}]", text)


_BLOCKS = {
    3: _write_limits, 4: _write_descriptions, 5: _write_packages, 6: _write_identity,
    7: _write_paths, 8: _write_apps,
}  # fmt: skip
"""Number of a block -> what writes it."""
