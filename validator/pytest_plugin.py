"""The pytest plugin: files from a schema as arguments of tests, and kept crashes as tests.

It is imported by every run of pytest in an environment that has contentgate, so it imports nothing
but pytest: whatever costs time comes in when a test asks for it (docs/pytest.md).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from validator.check.schema import Schema
    from validator.consumers.protocol import Consumer
    from validator.testing.workbench import CorpusFile, Reader, Workbench

_REGRESSIONS = "corpus/regressions"
_CASE = "case.json"
_HEAD = 4096
_INI: tuple[tuple[str, Any, Any, str], ...] = (
    ("config", "string", "", "configuration; by default the nearest one"),
    ("schema", "string", "", "schema of tests and fixtures that name none"),
    ("consumer", "string", "", "consumer of tests and fixtures that name none"),
    ("contracts", "args", [], "contracts that the schema is bound to"),
    ("corpus", "args", [], "patterns of files of the corpus"),
    ("regressions", "string", _REGRESSIONS, 'folder of kept crashes; "none" collects none'),
)
_BENCH: pytest.StashKey[Any] = pytest.StashKey()


def contentgate_cases(
    schema: str = "",
    *,
    consumer: str | Consumer | None = None,
    mode: str = "mixed",
    expect: str = "gate",
    contracts: Sequence[str] | None = None,
    overrides: Mapping[str, Any] | None = None,
    count: int | None = None,
    derandomize: bool | None = None,
    pure: bool = False,
    argument: str = "case",
    **more: Any,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a test files that are made from a schema.

    The test is an ordinary Hypothesis test: its database, `@settings` and profiles apply.

    Args:
        schema: a path from the root of the tests on, or the name of a shipped one; "" takes that
            of the ini file.
        consumer: a name of the configuration, of a ready-made one, or `module:function`; or a
            consumer of your own. None takes that of the ini file.
        mode: `valid`, `boundary`, `near-miss` or `mixed`.
        expect: what must hold besides what the test asserts: `gate` (the consumer survives what
            the gate accepts), `robust` (it survives every file), `agreement` (and accepts what
            the gate accepts, nothing else), `nothing`.
        contracts: files; None takes those of the ini file.
        overrides: field path -> Hypothesis strategy of its values.
        count: number of files; None leaves it to the settings.
        derandomize: True makes the same files in every run.
        pure: let Hypothesis draw every number; slower, and shrinks further.
        argument: name of the parameter that is given a `FileCase`.
        more: further parameters, and their strategies.
    Raises:
        UsageError: an argument is none of those named, or Hypothesis is not installed.
    """
    try:
        from validator.testing.cases import Wanted, decorate
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        from validator.errors import UsageError

        raise UsageError(
            "@contentgate_cases needs Hypothesis, which is not installed\n"
            "  hint      pip install contentgate[pytest]"
        ) from None
    wanted = Wanted(
        schema, consumer, mode, expect, contracts, overrides, count, derandomize, pure, argument,
        dict(more),
    )  # fmt: skip
    return lambda test: decorate(wanted, test)


# -- options ---------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options and the keys of the ini file."""
    group = parser.getgroup("contentgate", "security content files")
    group.addoption(
        "--contentgate-schema", metavar="S", help="schema of tests and fixtures that name none"
    )
    group.addoption(
        "--contentgate-consumer", metavar="C", help="consumer of tests and fixtures that name none"
    )
    group.addoption(
        "--contentgate-cases", metavar="N", type=_count, help="files for each @contentgate_cases"
    )
    group.addoption(
        "--contentgate-missing",
        choices=("fail", "skip"),
        default="fail",
        help="what becomes of tests whose consumer cannot be run here (default: fail)",
    )
    group.addoption(
        "--contentgate-keep",
        action="store_true",
        help="keep what @contentgate_cases fail of among the regressions",
    )
    group.addoption(
        "--no-contentgate-regressions",
        action="store_true",
        help="do not run kept crashes",
    )
    for name, kind, default, text in _INI:
        parser.addini(f"contentgate_{name}", text, type=kind, default=default)


def _count(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value


def pytest_configure(config: pytest.Config) -> None:
    """Name the marker, and let kept crashes be found where `testpaths` does not name them."""
    config.addinivalue_line("markers", "contentgate: gets files from a schema, or is a kept crash")
    folder = _regressions(config)
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS and folder:
        places = [_resolved(config, text) for text in config.args]
        if _is_folder(folder) and not any(_is_below(folder, place) for place in places):
            config.args.append(folder)


def _resolved(config: pytest.Config, text: str) -> str:
    from os.path import abspath, join

    return abspath(join(str(config.invocation_params.dir), text.partition("::")[0]))


def _is_folder(path: str) -> bool:
    from os.path import isdir

    return isdir(path)


def _is_below(path: str, folder: str) -> bool:
    from os.path import join

    return path == folder or path.startswith(join(folder, ""))


def _regressions(config: pytest.Config) -> str:
    """Return the folder of kept crashes; "" for none."""
    from os.path import abspath, join

    text = str(config.getini("contentgate_regressions"))
    if config.getoption("--no-contentgate-regressions") or text in ("", "none"):
        return ""
    return abspath(join(str(config.rootpath), text))


def _bench(config: pytest.Config) -> Workbench:
    """Return what the tests of this run share, made when it is first needed."""
    found: Workbench | None = config.stash.get(_BENCH, None)
    if found is None:
        from validator.testing.choosing import choose
        from validator.testing.running import begin
        from validator.testing.workbench import Workbench

        found = Workbench(choose(config, _regressions(config)))
        config.stash[_BENCH] = found
        begin(found)
    return found


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop every consumer."""
    if _BENCH in config.stash:
        from validator.testing.running import end

        end(config.stash[_BENCH])
        del config.stash[_BENCH]


# -- collecting and running ------------------------------------------------------------------


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect kept crashes."""
    if file_path.name != _CASE:
        return None
    folder = _regressions(parent.config)
    if parent.config.getoption("--no-contentgate-regressions"):
        return None
    if not (folder and file_path.is_relative_to(folder)) and not _is_ours(file_path):
        return None
    from validator.testing.items import CaseFile

    found: CaseFile = CaseFile.from_parent(parent, path=file_path)
    found.bench = _bench(parent.config)
    return found


def _is_ours(path: Path) -> bool:
    """Whether a `case.json` says that it is one of contentgate's."""
    try:
        with path.open("rb") as file:
            return b'"contentgate-case"' in file.read(_HEAD)
    except OSError:
        return False


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that get files, and settle how many."""
    for item in items:
        test = getattr(item, "obj", None)
        if getattr(test, "contentgate", None) is not None:
            from validator.testing.cases import adjust

            item.add_marker("contentgate")
            adjust(getattr(test, "__func__", test), config.getoption("--contentgate-cases"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Compile the schema and find the consumer before the first example is timed."""
    wanted = getattr(getattr(item, "obj", None), "contentgate", None)
    if wanted is None:
        return
    from validator.testing.outcomes import reported

    bench = _bench(item.config)
    bench.test = item.nodeid
    with reported(bench.choice):
        wanted.prepare(bench)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, Any, Any]:
    """Say of a consumer that is lost while a test runs what it says, without our traceback."""
    if getattr(pyfuncitem.obj, "contentgate", None) is None:
        return (yield)
    from validator.testing.outcomes import reported

    with reported(_bench(pyfuncitem.config).choice):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Look closely at what a test failed of."""
    report = yield
    is_ours = getattr(getattr(item, "obj", None), "contentgate", None) is not None
    if is_ours and report.when == "call" and report.failed:
        from validator.testing.keeping import look_at_faults

        text = "\n".join(look_at_faults(_bench(item.config), item.nodeid))
        if text:
            report.sections.append(("contentgate", text))
    return report


# -- fixtures --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def contentgate(pytestconfig: pytest.Config) -> Workbench:
    """Give what tests share: `.schema(NAME)`, `.consumer(NAME)`, `.corpus(PATTERN)`."""
    return _bench(pytestconfig)


@pytest.fixture(scope="session")
def contentgate_schema(contentgate: Workbench) -> Schema:
    """Give the schema of the ini file, compiled."""
    from validator.testing.outcomes import reported

    with reported(contentgate.choice):
        return contentgate.schema()


@pytest.fixture(scope="session")
def contentgate_consumer(contentgate: Workbench) -> Reader:
    """Give the consumer of the ini file, which stays open: `.run(DATA)` gives an `Outcome`."""
    from validator.testing.outcomes import reported

    with reported(contentgate.choice):
        return contentgate.consumer()


@pytest.fixture(scope="session")
def contentgate_corpus(contentgate: Workbench) -> tuple[CorpusFile, ...]:
    """Give the files of the corpus: `.name`, `.path`, `.data`."""
    from validator.testing.outcomes import reported

    with reported(contentgate.choice):
        return contentgate.corpus()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes `contentgate_file` once for each file of the corpus."""
    if "contentgate_file" in metafunc.fixturenames:
        from validator.testing.outcomes import reported

        bench = _bench(metafunc.config)
        with reported(bench.choice):
            files = bench.corpus()
        metafunc.parametrize("contentgate_file", files, ids=[file.name for file in files])
