"""The rule catalogue: the sole source of rule ids for findings, SARIF, docs, `explain`, tests.

Ids are for ever; a rename goes through `ALIASES`. Rules of a schema's own `-checks` are not
here: their id, help and CWE stand in the schema, unless they use an id of this catalogue.
"""

from __future__ import annotations

from validator.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """One class of defect.

    Attributes:
        id: stable name, reads as the defect.
        about: `data`, `schema`, `contract`, `consumer` or `input`.
        summary: one line, the defect in general.
        why: why it matters to a consumer of the content.
        example: what a finding of this rule typically looks like, one line.
        fix: what to do.
        cwe: CWE number or None.
        level: `error`, `warning` or `note`.
        since: first version.
    """

    id: str
    about: str
    summary: str
    why: str
    example: str
    fix: str
    cwe: int | None = None
    level: str = "error"
    since: str = "0.1.0"


_ALL: tuple[Rule, ...] = (
    # -- data -----------------------------------------------------------------------------
    Rule(
        "unexpected-eof", "data", "the file or substream ends inside a field",
        "A consumer that trusts the length reads past its buffer.",
        "chunks[0].body: file ends inside the field",
        "Check the length field that the size comes from, and whether the file was cut.", 125,
    ),
    Rule(
        "magic-mismatch", "data", "fixed bytes (contents) differ",
        "The file is of another format or version, or was damaged in transfer.",
        "magic: wrong signature",
        "Compare the bytes; a converted line end is a frequent cause.", 345,
    ),
    Rule(
        "value-not-allowed", "data", "a value is none of the permitted ones (valid eq, any-of)",
        "A consumer's switch over the value has no branch for it.",
        "fmt.audio_format: not a permitted value",
        "Correct the value, or extend `valid` if the consumer really supports it.", 20,
    ),
    Rule(
        "value-out-of-range", "data", "a value is below its minimum or above its maximum",
        "Bounds in the schema are the bounds of arrays and types in the consumer.",
        "header.version: 9 is above the maximum",
        "Correct the value, or the bound if the consumer really supports it.", 1284,
    ),
    Rule(
        "value-not-in-enum", "data", "a value has no name in its enum (valid in-enum)",
        "A consumer's switch over the enum has no branch for it.",
        "criteria[3].op: 17 is not a member of operator",
        "Correct the value, or add the member.", 20,
    ),
    Rule(
        "condition-failed", "data", "a condition on one value (valid expr) does not hold",
        "The condition states what the consumer relies on.",
        "offset: condition `_ % 8 == 0` does not hold",
        "Correct the value.", 20,
    ),
    Rule(
        "check-failed", "data", "a condition over an object (-checks) does not hold",
        "The condition states what the consumer relies on.",
        "records[4]: condition does not hold",
        "Correct the values that the condition names.", 20,
    ),
    Rule(
        "checksum-mismatch", "data", "a stored checksum differs from the computed one",
        "The content was changed after it was sealed, or sealed wrongly.",
        "header.crc32: checksum differs",
        "Build the file again; do not repair the checksum of a file of unknown origin.", 354,
    ),
    Rule(
        "duplicate-key", "data", "two elements of an array share a key that must be unique",
        "Duplicates outgrow preallocated tables or hide one another.",
        "templates[7].id: 12 occurs twice",
        "Remove or renumber one of the elements.", 694,
    ),
    Rule(
        "order-violated", "data", "elements are not in the order that lookup relies on",
        "A binary search over unsorted elements misses entries silently.",
        "children[2].c: out of order",
        "Sort the elements by the key.", 1285,
    ),
    Rule(
        "dangling-reference", "data", "a reference hits no element of its table",
        "A consumer that follows it reads a table out of bounds or a null pointer.",
        "instances[1].template_id: no template has id 9",
        "Correct the reference, or add the element.", 129,
    ),
    Rule(
        "reserved-nonzero", "data", "a reserved field does not hold its fixed value",
        "Later consumers may give the bits a meaning that this file did not intend.",
        "header.reserved: must be 0",
        "Write the fixed value.", 20,
    ),
    Rule(
        "size-invalid", "data", "a size, count, position or amount is negative or impossible",
        "Converted to unsigned in a consumer it is a huge number.",
        "body: size is -4",
        "Check the fields that the expression reads.", 1284,
    ),
    Rule(
        "position-outside-stream", "data", "a position lies before the start or after the end",
        "A consumer that follows it reads out of bounds.",
        "root.children: position 0xffffffff lies outside the stream",
        "Check the offset field.", 125,
    ),
    Rule(
        "count-exceeds-remaining", "data", "a count needs more bytes than remain",
        "A consumer that allocates by the count is exhausted; one that trusts it overruns.",
        "records: 4294967295 elements of at least 8 bytes, but 512 bytes remain",
        "Check the count field, and whether the file was cut.", 789,
    ),
    Rule(
        "terminator-missing", "data", "a terminator does not occur before the end",
        "A consumer that searches for it reads past its buffer.",
        "name: no 00 before the end of the stream",
        "Terminate the value.", 170,
    ),
    Rule(
        "encoding-invalid", "data", "bytes of a string are not valid in its encoding",
        "Consumers disagree about what such a string says.",
        "name: not valid UTF-8 at byte 3",
        "Write the string in its declared encoding.", 838,
    ),
    Rule(
        "endianness-undecided", "data", "no case of a calculated byte order matches",
        "The byte order of everything after it is unknown.",
        "header: no case of endian matches 0x3412",
        "Correct the byte order mark.", 20,
    ),
    Rule(
        "processing-failed", "data", "bytes cannot be unpacked (zlib and other processing)",
        "The content cannot be read at all.",
        "body: zlib data is damaged",
        "Build the file again.", 20,
    ),
    Rule(
        "expression-failed", "data", "an expression of the schema has no value for this data",
        "Division by zero, a subscript out of range or an absent value in the schema stands "
        "for the same fault in a consumer.",
        "ratio: division by zero",
        "Correct the data; if the data is fine, guard the expression.", 682,
    ),
    Rule(
        "unexplained-bytes", "data", "bytes that no field of the schema covers",
        "A trailing payload or a shortened table hides there, and a truncation may pass.",
        "12 bytes after records[3] are not explained by any field",
        "Remove the bytes, describe them, or permit them with `-gaps`.", 1286,
    ),
    Rule(
        "overlapping-fields", "data", "two fields explain the same bytes, undeclared",
        "A table that runs into the next structure, a pointer into a header and entries laid "
        "over one another are read differently by every consumer, and unpack to far more than "
        "the file holds.",
        "entries[1].body.magic: shares 30 bytes with entries[0].body.data",
        "Correct the position, size or count; where the format means it, declare the instance "
        "with `-overlap: true`, or permit all with `-overlaps: allow`.", 1285,
    ),
    Rule(
        "budget-exceeded", "data", "reading needs more size, values, depth or time than permitted",
        "Content that exhausts the checker exhausts smaller consumers first.",
        "values: more than 20000000 values",
        "Check counts and nesting; raise `-budget` if the file is right.", 400,
    ),
    Rule(
        "cyclic-reference", "data", "reading a value needs the value itself",
        "A consumer that follows the pointers never ends.",
        "root.child.child: position 0x40 is being read already",
        "Correct the offset that points back.", 835,
    ),
    # -- contract -------------------------------------------------------------------------
    Rule(
        "count-exceeds-contract", "contract", "the file asks for more than a consumer supplies",
        "The consumer reads past the end of its own array: the outage of July 2024.",
        "instances[1].criteria: 21 criteria, but sensor-7.11 supplies 20 inputs",
        "Do not ship to that consumer version; reduce the count or update the consumer first.",
        125,
    ),
    Rule(
        "version-exceeds-contract", "contract", "the file needs a version the consumer lacks",
        "The consumer rejects the file, or reads it by the rules of another version.",
        "header.version: 4, but sensor-7.11 reads versions up to 3",
        "Do not ship to that consumer version.", 1104,
    ),
    Rule(
        "contract-fact-missing", "contract", "a contract has no entry for what the file uses",
        "Nothing is known about how this consumer treats the content.",
        "instances[0]: contract sensor-7.11 has no inputs for 'ipc'",
        "Extract the contract anew, or do not ship to that consumer version.", 1059,
    ),
    # -- input ----------------------------------------------------------------------------
    Rule(
        "input-unreadable", "input", "the file cannot be read as a regular file",
        "What cannot be read cannot be checked.",
        "is a directory",
        "Name a regular file.",
    ),
    Rule(
        "input-changed", "input", "the file changed while it was read",
        "The verdict would be about bytes that are no longer there.",
        "size was 4096 bytes, now 8192",
        "Check a file that nobody writes to.", 367,
    ),
    # -- consumer -------------------------------------------------------------------------
    Rule(
        "target-crash", "consumer", "a consumer died while reading the file",
        "In a kernel the same fault takes the machine down.",
        "pngdump died: SIGSEGV",
        "Do not ship; reproduce with the command in the finding.", 248,
    ),
    Rule(
        "target-hang", "consumer", "a consumer did not finish in its time",
        "An agent that hangs protects nothing and may block boot.",
        "engine did not finish within 2 s",
        "Do not ship; look for loops and super-linear matching.", 834,
    ),
    Rule(
        "target-memory", "consumer", "a consumer needed more memory than it may",
        "An agent that is killed for memory protects nothing.",
        "engine needed more than 256 MiB",
        "Do not ship; check counts and sizes.", 789,
    ),
    Rule(
        "target-reject", "consumer", "a consumer rejects a file that the schema accepts",
        "The update would not take effect in the field.",
        "engine exited with 1",
        "Compare the consumer's message with the schema; one of them is wrong.", 436,
    ),
    # -- schema ---------------------------------------------------------------------------
    Rule(
        "yaml-syntax", "schema", "the schema is not well-formed YAML",
        "Nothing of it can be read.", "mapping values are not allowed here",
        "Correct the YAML.",
    ),
    Rule(
        "schema-unreadable", "schema", "the schema file cannot be read",
        "Nothing of it can be read.", "no such file", "Name a readable text file in UTF-8.",
    ),
    Rule(
        "unknown-key", "schema", "a key is not part of the language",
        "A mistyped key would be a check that is silently not made.",
        "key is not known here", "Correct the key, or start it with `-` for another tool.",
    ),
    Rule(
        "missing-key", "schema", "a required key is absent",
        "The meaning is incomplete.", "`id` is missing", "Add the key.",
    ),
    Rule(
        "conflicting-keys", "schema", "keys contradict each other or have no effect together",
        "One of them would be ignored silently.", "size and size-eos exclude each other",
        "Remove one.",
    ),
    Rule(
        "invalid-value", "schema", "a key has a value of the wrong kind",
        "The meaning is unclear.", "expected a list", "Correct the value.",
    ),
    Rule(
        "invalid-id", "schema", "an id does not match its pattern",
        "Other tools and generated code refuse it.", "expected lower-case letters",
        "Rename it.",
    ),
    Rule(
        "duplicate-id", "schema", "an id or key is used twice",
        "One of the two would be lost silently.", "`len` is declared already in line 12",
        "Rename or remove one.",
    ),
    Rule(
        "unknown-type", "schema", "a type is not declared",
        "Nothing says how to read it.", "type is not declared",
        "Declare or import it.",
    ),
    Rule(
        "unknown-name", "schema", "an expression names a field that does not exist",
        "The condition could never be evaluated.", "no field `lenn` in chunk",
        "Correct the name.",
    ),
    Rule(
        "unknown-enum", "schema", "an enum or enum member is not declared",
        "The comparison could never hold.", "no enum `operatr`", "Correct the name.",
    ),
    Rule(
        "expression-syntax", "schema", "an expression is not well-formed",
        "It could never be evaluated.", "unexpected `)`", "Correct the expression.",
    ),
    Rule(
        "type-mismatch", "schema", "an expression has a type that does not fit its place",
        "It would fail, or compare things that are never equal, on every file.",
        "expected an integer, found a string", "Correct the expression.",
    ),
    Rule(
        "meaningless-expression", "schema", "an expression fails, or says the same, for any file",
        "It would fail on every file, or check nothing on any.",
        "division by zero", "Correct the expression, or remove it.",
    ),
    Rule(
        "missing-endian", "schema", "a multi-byte number has no byte order",
        "The value would be read differently by different tools.",
        "u4 needs a byte order", "Set meta/endian, or write u4le or u4be.",
    ),
    Rule(
        "missing-encoding", "schema", "a string has no encoding",
        "The value would be read differently by different tools.",
        "str needs an encoding", "Set meta/encoding, or encoding.",
    ),
    Rule(
        "import-failed", "schema", "an imported schema cannot be found or read",
        "Its types are unknown.", "no such file: common/vlq.ksy",
        "Correct the path, or give --import-path.",
    ),
    Rule(
        "unsupported-feature", "schema", "a feature of the language is not supported",
        "Dropping it silently would drop checks.", "process my_cipher is not supported",
        "Describe the data without it.",
    ),
    Rule(
        "schema-too-large", "schema", "a schema exceeds a limit of the compiler",
        "Compiling it would need unbounded memory or time.",
        "nested deeper than 64", "Split the schema.",
    ),
)  # fmt: skip

RULES: dict[str, Rule] = {rule.id: rule for rule in _ALL}
ALIASES: dict[str, str] = {}
"""Old rule id -> present one."""


def find_rule(rule_id: str) -> Rule | None:
    """Return the catalogued rule of this id or alias, or None.

    Args:
        rule_id: as printed in a finding.
    """
    return RULES.get(ALIASES.get(rule_id, rule_id))
