"""JUnit XML: well-formed, and what the Jenkins schema asks for."""

from __future__ import annotations

import dataclasses
from xml.etree import ElementTree

import pytest
import report_samples as samples

from validator.findings import Finding
from validator.report import RunMeta
from validator.report.junit import render

# Rules of the Jenkins schema (junit-10.xsd) for the elements that we write: permitted
# attributes with the required ones first, and the permitted children in their order.
ELEMENTS = {
    "testsuites": ((), {"name", "tests", "failures", "errors"}, ("testsuite",)),
    "testsuite": (
        ("name", "tests"),
        {"failures", "errors", "skipped"},
        ("properties", "testcase"),
    ),
    "properties": ((), set(), ("property",)),
    "property": (("name", "value"), set(), ()),
    "testcase": (("name", "classname"), set(), ("error", "failure", "system-out")),
    "failure": ((), {"message", "type"}, ()),
    "error": ((), {"message", "type"}, ()),
    "system-out": ((), set(), ()),
}


def assert_jenkins(element: ElementTree.Element) -> None:
    required, optional, children = ELEMENTS[element.tag]
    assert set(required) <= set(element.attrib)
    assert set(element.attrib) <= set(required) | optional
    order = [children.index(child.tag) for child in element]
    assert order == sorted(order)
    for name in ("tests", "failures", "errors", "skipped"):
        assert element.get(name, "0").isdecimal()
    for child in element:
        assert_jenkins(child)


def suite_of(findings: tuple[Finding, ...], meta: RunMeta) -> ElementTree.Element:
    root = ElementTree.fromstring(render(findings, meta).encode("utf-8"))
    assert_jenkins(root)
    (suite,) = root.findall("testsuite")
    cases = suite.findall("testcase")
    assert int(suite.attrib["tests"]) == len(cases)
    assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure"))
    assert int(suite.attrib["errors"]) == len(suite.findall("testcase/error"))
    for case in cases:
        assert len(case.findall("failure")) + len(case.findall("error")) <= 1
    return suite


def test_one_case_per_file() -> None:
    suite = suite_of(samples.ALL, samples.META)
    names = [case.attrib["name"] for case in suite.findall("testcase")]
    assert names == [path for path, _, _ in samples.META.files] + ["schemas/png.ksy"]
    by_name = {case.attrib["name"]: case for case in suite.findall("testcase")}
    assert len(by_name["content/good.chan"]) == 0
    assert by_name["content/drafts"].find("error") is not None
    failure = by_name["content/ipc.chan"].find("failure")
    assert failure is not None
    assert failure.attrib["type"] == "count-exceeds-contract"
    assert "at most 20" in (failure.text or "")
    assert "template-unused" in by_name["content/ipc.chan"].findtext("system-out", "")


def test_several_errors_of_a_file_share_one_failure() -> None:
    other = dataclasses.replace(samples.COUNT, path="instances[2].criteria")
    suite = suite_of((samples.COUNT, other), samples.META)
    failure = suite.find("testcase[@name='content/ipc.chan']/failure")
    assert failure is not None
    assert failure.attrib["message"].endswith("(and 1 more finding)")
    assert "instances[2].criteria" in (failure.text or "")


def test_warnings_alone_do_not_fail_a_file() -> None:
    meta = RunMeta("0.1.0", files=(("content/ipc.chan", 1, True),))
    suite = suite_of((samples.OWN_RULE,), meta)
    assert suite.attrib["failures"] == "0"
    assert suite.find("testcase/system-out") is not None


def test_refused_file_without_finding_fails() -> None:
    suite = suite_of((), RunMeta("0.1.0", files=(("a", 1, False),), verdict="refused"))
    assert suite.attrib["failures"] == "1"


@pytest.mark.parametrize(
    ("meta", "element"),
    [
        (samples.INCONCLUSIVE, "error"),
        (RunMeta("0.1.0", files=(("a", 1, True),), verdict="no ship", reasons=("why",)), "failure"),
    ],
)
def test_verdict_that_no_file_explains_has_a_case(meta: RunMeta, element: str) -> None:
    child = suite_of((), meta).find(f"testcase[@name='verdict']/{element}")
    assert child is not None
    assert child.text == meta.reasons[0]


def test_hostile_text_stays_text() -> None:
    suite = suite_of((samples.HOSTILE,), samples.META)
    text = "".join(suite.itertext())
    assert "]]>" in text
    assert "\x1b" not in text
