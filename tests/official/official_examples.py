"""One small file for every difference between the official Python parser and ours."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """`difference` is the name of a difference that `data`, read by `schema`, shows."""

    difference: str
    schema: str
    data: bytes


def _example(difference: str, body: str, data: str) -> Example:
    return Example(difference, f"meta: {{id: case, endian: le}}\n{body}", bytes.fromhex(data))


_VALUE = "seq: [{id: n, type: s2}, {id: s, type: str, size: 2, encoding: ASCII}]\ninstances: "

EXAMPLES = (
    _example(
        "an absent value may be passed on",
        "seq: [{id: n, type: u1}, {id: a, type: u1, if: n == 1}]\ninstances: {b: {value: a}}",
        "00",
    ),
    _example(
        "an element without a case is absent, and counts",
        "seq: [{id: n, type: u1},"
        " {id: xs, type: {switch-on: n, cases: {1: u1}}, repeat: expr, repeat-expr: 2}]",
        "00",
    ),
    _example(
        "elements without a case are bytes",
        "seq: [{id: xs, type: {switch-on: _index, cases: {1: part}}, size: 1,"
        " repeat: expr, repeat-expr: 2}]\ntypes: {part: {seq: [{id: v, type: u1}]}}",
        "01 02",
    ),
    _example(
        "parameters of the file have no value",
        "params: [{id: p, type: u1}]\nseq: [{id: a, type: u1}]",
        "01",
    ),
    _example(
        "a change of bit order aligns",
        "seq: [{id: a, type: b4}, {id: b, type: b4le}, {id: rest, size-eos: true}]",
        "12 34",
    ),
    _example(
        "a position keeps pending bits",
        "seq: [{id: a, type: b4}, {id: b, type: b4, if: peek > 0}]\n"
        "instances: {peek: {pos: 0, type: u1}}",
        "12",
    ),
    _example(
        "a field after a bit field aligns",
        "seq: [{id: a, type: b4}, {id: b, type: part}, {id: rest, size-eos: true}]\n"
        "types: {part: {seq: [{id: x, type: b4}]}}",
        "12 34",
    ),
    _example(
        "nothing is read behind the end",
        "seq: [{id: n, type: u1}]\ninstances: {rest: {pos: n, size-eos: true}}",
        "02",
    ),
    _example("rotations are modulo 8", "seq: [{id: x, size: 1, process: rol(9)}]", "81"),
    _example(
        "zlib data end where the raw bytes end",
        "seq: [{id: x, size-eos: true, process: zlib}]",
        "78 9c 4b 04 00 00 62 00 62 00",
    ),
    _example("subscripts below 0 fail", _VALUE + "{x: {value: '[1, 1000][n]'}}", "ff ff 31 31"),
    _example("substrings lie inside", _VALUE + "{x: {value: 's.substring(1, n)'}}", "09 00 31 31"),
    _example("numbers in text are digits alone", _VALUE + "{x: {value: s.to_i}}", "00 00 20 31"),
    _example("shifts end at 4096 bits", _VALUE + "{x: {value: 1 << n}}", "01 10 31 31"),
    _example(
        "a cast to another type fails",
        "seq: [{id: k, type: u1}, {id: x, type: {switch-on: k, cases: {0: left, 1: right}}}]\n"
        "types: {left: {seq: [{id: v, type: u1}]}, right: {seq: [{id: v, type: u2}]}}\n"
        "instances: {v: {value: x.as<left>.v}}",
        "01 05 00",
    ),
)

REFUSED = {
    "language-exact-enum": "For input string",
    "language-switch-on-itself": "None.get",
    "language-float-as-text": "don't know how to call method 'to_s'",
}
"""Cases whose schema the official compiler refuses, at least in JavaScript -> its message."""
