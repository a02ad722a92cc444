"""The rules of this repository that no general linter has: `python tools/house_lint.py`.

Comes in: the tracked files of a repository. Goes out: one line per violation,
`FILE:LINE: RULE text`, and exit status 1 when there is any. Rules are the table `RULES`.

A line `# house: RULE - reason` on or directly above the line concerned permits one violation;
without a reason it permits nothing.
"""

from __future__ import annotations

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

MODULE_LINES = 500
TEST_LINES = 600
FUNCTION_LINES = 80
CATALOGUES = ("validator/rules.py",)
VAGUE_NAMES = ("utils", "util", "helpers", "helper", "manager", "common", "misc")
LATE_IMPORTS = ("validator/cli/", "validator/__init__.py", "validator/pytest_plugin.py")
BROAD_EXCEPT = ("validator/cli/main.py",)
PROCESS_STATE = ("validator/cli/", "validator/consumers/sandbox.py",
                 "validator/consumers/launcher.py")  # fmt: skip
TERMINAL = ("validator/cli/", "validator/report/text.py")
TEXT_SUFFIXES = (".py", ".md", ".toml", ".yml", ".yaml", ".ksy", ".json", ".sh", ".c", ".h", ".cjs",
                 ".txt", ".cfg", ".ini")  # fmt: skip
PERMIT = re.compile(r"#\s*house:\s*(?P<rule>[a-z-]+)\s+-\s+\S")
IGNORE = re.compile(r"#\s*(?:noqa|type:\s*ignore)\b(?P<rest>.*)")
_CODES = r"(?::\s*[A-Z]+[0-9]+(?:,\s*[A-Z]+[0-9]+)*|\[[a-z-]+(?:,\s*[a-z-]+)*\])"
EXPLAINED = re.compile(_CODES + r"\s+[-#]\s+\S")  # mypy wants `#` before a reason
# Written in pieces, so that this file does not break its own rule.
MACHINE = re.compile(
    "(?<![A-Za-z0-9_.~$}*-])/(?:ro" "ot|ho" "me/[a-z]+|wo" "rk|Us" "ers/[a-z]+)/"
    "|(?:extra-)?index" "-url|reg" "istry=http|_auth" "Token"
)  # fmt: skip
_LATE = re.compile(r"noqa: PLC0415\s+-\s+\S")
_TERMINAL_NAMES = ("isatty", "get_terminal_size")
_TERMINAL_MODULES = ("rich", "click", "curses", "termios", "tty")


@dataclass(frozen=True, slots=True)
class Source:
    """One tracked file: path from the root with `/`, text, and syntax tree of a Python file."""

    path: str
    text: str
    tree: ast.Module | None


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One rule broken at one line of one file."""

    path: str
    line: int
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.rule} {self.text}"


Hit = tuple[int, str]


def _in_package(source: Source) -> bool:
    return source.path.startswith("validator/")


def _nodes(source: Source) -> Iterator[ast.AST]:
    return ast.walk(source.tree) if source.tree is not None else iter(())


def find_loose_dataclasses(source: Source) -> Iterator[Hit]:
    """Yield dataclasses without `frozen=True, slots=True`."""
    for node in _nodes(source):
        if not (isinstance(node, ast.ClassDef) and _in_package(source)):
            continue
        for decorator in node.decorator_list:
            call = decorator if isinstance(decorator, ast.Call) else None
            name = call.func if call else decorator
            if _last_name(name) != "dataclass":
                continue
            options = {
                word.arg for word in (call.keywords if call else ())
                if isinstance(word.value, ast.Constant) and word.value.value is True
            }  # fmt: skip
            missing = sorted({"frozen", "slots"} - options)
            if missing:
                yield decorator.lineno, f"{node.name} is a dataclass without {', '.join(missing)}"


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def find_prints(source: Source) -> Iterator[Hit]:
    """Yield calls of `print` in the package outside the command line."""
    if not _in_package(source) or source.path.startswith("validator/cli/"):
        return
    for node in _nodes(source):
        if isinstance(node, ast.Call) and _last_name(node.func) == "print":
            yield node.lineno, "print outside validator/cli"


def find_broad_excepts(source: Source) -> Iterator[Hit]:
    """Yield handlers that catch everything and do not raise it again."""
    if not _in_package(source) or source.path in BROAD_EXCEPT:
        return
    for node in _nodes(source):
        if not isinstance(node, ast.ExceptHandler):
            continue
        if isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None:
            continue
        kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        if any(
            kind is None or _last_name(kind) in ("Exception", "BaseException") for kind in kinds
        ):
            yield node.lineno, "catches everything"


def find_late_imports(source: Source) -> Iterator[Hit]:
    """Yield imports inside functions outside the command line and the façade.

    One that says why (`# noqa: PLC0415 - reason`) is permitted.
    """
    if source.tree is None or not _in_package(source) or source.path.startswith(LATE_IMPORTS):
        return
    explained = {line for line, text in _comments(source) if _LATE.search(text)}
    for function in _functions(source):
        for node in ast.walk(function):
            if isinstance(node, (ast.Import, ast.ImportFrom)) and node.lineno not in explained:
                yield node.lineno, f"import inside {function.name}"


def _functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in _nodes(source):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def find_long_modules(source: Source) -> Iterator[Hit]:
    """Yield Python files past the limit; catalogues are excepted."""
    if source.tree is None or source.path in CATALOGUES:
        return
    limit = TEST_LINES if source.path.startswith("tests/") else MODULE_LINES
    lines = source.text.count("\n")
    if lines > limit:
        yield 1, f"{lines} lines, at most {limit}"


def find_long_functions(source: Source) -> Iterator[Hit]:
    """Yield functions past the limit, docstring and decorators not counted."""
    for function in _functions(source):
        first = function.body[0]
        is_documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
        start = (first.end_lineno or 0) + 1 if is_documented else function.lineno
        lines = (function.end_lineno or 0) - start + 1
        if lines > FUNCTION_LINES:
            yield function.lineno, f"{function.name} has {lines} lines, at most {FUNCTION_LINES}"


def find_bare_ignores(source: Source) -> Iterator[Hit]:
    """Yield suppressions without a code or without a reason (`# noqa: X1 - reason`).

    For mypy the reason is a further comment: `# type: ignore[code]  # reason`.
    """
    if source.tree is None:
        return
    for number, line in _comments(source):
        found = IGNORE.search(line)
        if found and not EXPLAINED.match(found["rest"]):
            yield number, "a suppression needs a code and a reason"


def _comments(source: Source) -> Iterator[tuple[int, str]]:
    """Yield (line, comment) of a Python file."""
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def find_vague_names(source: Source) -> Iterator[Hit]:
    """Yield files named after nothing."""
    if PurePosixPath(source.path).stem in VAGUE_NAMES:
        yield 1, "a file is named after what it holds"


def find_process_state(source: Source) -> Iterator[Hit]:
    """Yield reads of arguments and environment outside the command line and the sandbox."""
    if not _in_package(source) or source.path.startswith(PROCESS_STATE):
        return
    for node in _nodes(source):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            name = f"{node.value.id}.{node.attr}"
            if name in ("sys.argv", "os.environ", "os.getenv", "os.environb"):
                yield node.lineno, f"{name} outside validator/cli"


def find_terminals(source: Source) -> Iterator[Hit]:
    """Yield knowledge of terminals outside the command line and the text report."""
    if not _in_package(source) or source.path.startswith(TERMINAL):
        return
    for node in _nodes(source):
        names: list[str] = []
        match node:
            case ast.Attribute(attr=name) if name in _TERMINAL_NAMES:
                names = [name]
            case ast.Import(names=aliases):
                names = [alias.name for alias in aliases]
            case ast.ImportFrom(module=str(module), level=0):
                names = [module]
        for name in names:
            if name.partition(".")[0] in (*_TERMINAL_NAMES, *_TERMINAL_MODULES):
                yield getattr(node, "lineno", 1), f"{name} outside validator/cli"


def find_machine_paths(source: Source) -> Iterator[Hit]:
    """Yield paths of one machine and hosts of package indexes."""
    for number, line in enumerate(source.text.splitlines(), 1):
        found = MACHINE.search(line)
        if found:
            yield number, f"{found[0]!r} is true of one machine only"


RULES: dict[str, Callable[[Source], Iterator[Hit]]] = {
    "loose-dataclass": find_loose_dataclasses,
    "print": find_prints,
    "broad-except": find_broad_excepts,
    "late-import": find_late_imports,
    "long-module": find_long_modules,
    "long-function": find_long_functions,
    "bare-ignore": find_bare_ignores,
    "vague-name": find_vague_names,
    "process-state": find_process_state,
    "terminal": find_terminals,
    "machine-path": find_machine_paths,
}


def lint_source(path: str, text: str) -> list[Violation]:
    """Return what one file breaks, sorted.

    Args:
        path: from the root of the repository, with `/`; rules depend on it.
        text: the whole file.
    Raises:
        SyntaxError: a Python file is not Python.
    """
    tree = ast.parse(text, path) if path.endswith(".py") else None
    source = Source(path, text, tree)
    lines = ["", *text.splitlines(), ""]
    found: list[Violation] = []
    for rule, find in RULES.items():
        for line, message in find(source):
            permits = [PERMIT.search(near) for near in lines[max(0, line - 1) : line + 1]]
            if not any(permit and permit["rule"] == rule for permit in permits):
                found.append(Violation(path, line, rule, message))
    return sorted(found)


def tracked_files(root: Path) -> list[str]:
    """Return the tracked text files of a repository, and new ones that nothing ignores.

    Raises:
        subprocess.CalledProcessError: the folder is no git repository.
    """
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
    names = {name for name in listed.decode("utf-8", "surrogateescape").split("\0") if name}
    return sorted(
        name for name in names
        if (name.endswith(TEXT_SUFFIXES) or PurePosixPath(name).name in ("Makefile", "run"))
        and not name.startswith(("corpus/", "tests/data/", "tests/golden/"))
        and (root / name).is_file()
    )  # fmt: skip


def lint_repository(root: Path) -> list[Violation]:
    """Return what the files of a repository break, sorted."""
    found: list[Violation] = []
    for name in tracked_files(root):
        text = (root / name).read_text(encoding="utf-8", errors="surrogateescape")
        found += lint_source(name, text)
    return found


def main(arguments: Sequence[str]) -> int:
    """Lint a repository (by default this one) and return the exit status."""
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[1]
    violations = lint_repository(root)
    for violation in violations:
        sys.stdout.write(f"{violation}\n")
    sys.stdout.write(f"house lint: {len(violations)} violations\n")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
