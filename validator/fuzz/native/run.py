"""A run of another engine: started in a sandbox, listened to, its finds handed out as they come.

Comes in: a target, seeds, a dictionary, a time. Goes out: finds and figures while it runs, and the
files that it kept at the end. It refuses to know what a find is worth: whoever gets it asks the
consumer itself.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import shutil
import socket
import tempfile
import time
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import field
from pathlib import Path

from validator.consumers.sandbox import Limits, Run, Sandbox, Tail
from validator.dataclass import dataclass
from validator.errors import ConsumerError
from validator.fuzz.native.build import Target
from validator.fuzz.native.engines import Engine, Figures, Order
from validator.fuzz.native.service import MutatorService

_TICK_S = 0.25
_STOP_S = 10.0
_SHORT_S = 2.0
_SHORT_RUNS = 3
_CHUNK = 1 << 16
_SAID_BYTES = 1 << 16
_SOCKET = 3
_OWN_MEMORY = 2 << 30
"""What an engine may hold besides its target: its own tables and corpus."""
_KEPT = 5000
_LARGEST = 1 << 26
_LONGEST_COMPLAINT = 300


@dataclass(frozen=True, slots=True)
class Find:
    """A file that the engine says its target died of, or did not finish with."""

    data: bytes
    label: str


@dataclass(frozen=True, slots=True)
class Status:
    """How far a run is."""

    seconds: float
    figures: Figures


# house: loose-dataclass - a run that goes on
@dataclass(slots=True)
class NativeRun:
    """One run; iterate over `events`, and ask for `kept` afterwards.

    Attributes:
        engine: how its command line is made and its words are read.
        target: what it runs.
        service: makes its mutants.
        seeds: files to start from, at least one.
        dictionary: text, "" for none.
        limits: of the target.
        time_s: how long it runs, > 0.
        env: for the target.
        kept: files that the engine kept because they reached something new.
        figures: what it said of itself last.
    """

    engine: Engine
    target: Target
    service: MutatorService
    seeds: Sequence[bytes]
    dictionary: str
    limits: Limits
    time_s: float
    env: dict[str, str] = field(default_factory=dict)
    kept: list[bytes] = field(default_factory=list)
    figures: Figures = Figures()
    _seen: set[str] = field(default_factory=set)
    _tail: Tail = field(default_factory=lambda: Tail(_SAID_BYTES))

    def events(self) -> Iterator[Find | Status]:
        """Run the engine until its time is up; leaving the iterator ends it.

        Yields:
            finds, each once, and every now and then how far the run is.
        Raises:
            ConsumerError: the engine cannot be started, or ends again and again at once.
        """
        with tempfile.TemporaryDirectory(prefix="contentgate-native-") as own:
            corpus = self._lay_out(Path(own))
            begin, short, earlier = time.monotonic(), 0, Figures()
            words = (own, *self.target.argv, self.target.mutator, *self.target.needs)
            with Sandbox(own, [word for word in words if word], self.env) as sandbox:
                while (left := self.time_s - (time.monotonic() - begin)) > 0:
                    started, count = time.monotonic(), len(self._seen)
                    run = yield from self._once(sandbox, corpus, left, (begin, earlier))
                    earlier = self.figures
                    self._keep(sandbox, corpus)
                    if self.engine.runs_once:
                        self._require_success(run, count)
                        break
                    is_short = time.monotonic() - started < _SHORT_S and len(self._seen) == count
                    short = short + 1 if is_short else 0
                    if short >= _SHORT_RUNS:
                        self._complain(run)
            yield Status(time.monotonic() - begin, self.figures)

    def _lay_out(self, own: Path) -> Path:
        corpus = own / "corpus"
        corpus.mkdir()
        own.chmod(0o755)
        for number, data in enumerate(self.seeds):
            (corpus / f"seed-{number:05}").write_bytes(data)
        if self.dictionary:
            (own / "dictionary").write_text(self.dictionary, encoding="ascii")
        return corpus

    def _once(
        self, sandbox: Sandbox, corpus: Path, left: float, before: tuple[float, Figures]
    ) -> Generator[Find | Status, None, Run]:
        """Run the program of the engine once."""
        inside, outside = sandbox.temporary
        dictionary = str(corpus.parent / "dictionary") if self.dictionary else ""
        order = Order(
            self.target, str(corpus), inside, dictionary, self.limits, left,
            self.service.random_seed, self.engine_repairs,
        )  # fmt: skip
        ours, theirs = socket.socketpair()
        with ThreadPoolExecutor(1) as pool, contextlib.ExitStack() as stack:
            stack.callback(_close, ours)
            with theirs:
                stdin = stack.enter_context(open(os.devnull, "rb"))
                read, write = os.pipe()
                stack.callback(os.close, read)
                try:
                    given = [stdin.fileno(), write, write, theirs.fileno()]
                    env = {
                        **self.env,
                        **self.engine.environment(order),
                        "CONTENTGATE_MUTATOR": str(_SOCKET),
                    }
                    sandbox.start(
                        self.engine.argv(order), self._roomy(), env, given, is_served=True
                    )
                finally:
                    os.close(write)
            serving = pool.submit(self.service.serve, ours)
            yield from self._listen(sandbox, read, (outside, left), before)
            run = sandbox.result(self.engine.argv(order), b"", self._tail.value())
            _close(ours)
            serving.result()  # what went wrong there is not to be lost
            return run

    def _listen(
        self, sandbox: Sandbox, read: int, where: tuple[str, float], before: tuple[float, Figures]
    ) -> Iterator[Find | Status]:
        """Read what the engine says, and hand out what it finds, until it has ended."""
        outside, left = where
        begin, earlier = before
        deadline, is_stopped = time.monotonic() + left + _STOP_S, False
        with selectors.DefaultSelector() as selector:
            selector.register(sandbox, selectors.EVENT_READ)
            selector.register(read, selectors.EVENT_READ)
            while sandbox in {key.fileobj for key in selector.get_map().values()}:
                for key, _ in selector.select(_TICK_S):
                    if key.fileobj is sandbox:
                        if sandbox.take_report():
                            selector.unregister(sandbox)
                    elif data := os.read(read, _CHUNK):
                        self._tail.feed(data)
                    else:
                        selector.unregister(read)
                said = self._tail.value().decode("utf-8", "replace")
                self.figures = earlier.plus(self.engine.figures(said, outside))
                yield from self._finds(outside)
                yield Status(time.monotonic() - begin, self.figures)
                if time.monotonic() > deadline and not is_stopped:
                    sandbox.stop()
                    is_stopped = True
        yield from self._finds(outside)

    @property
    def engine_repairs(self) -> bool:
        """Whether files of this schema have checksums to repair."""
        return self.service.has_sums

    def _roomy(self) -> Limits:
        return Limits(
            timeout_s=self.limits.timeout_s,
            memory_bytes=self.limits.memory_bytes + _OWN_MEMORY,
            address_space=False,
            file_bytes=1 << 30,
            open_files=1024,
            processes=self.limits.processes,
        )

    def _finds(self, outside: str) -> Iterator[Find]:
        for path, label in self.engine.finds(outside):
            name = os.path.basename(path)
            if name in self._seen:
                continue
            data = _read(path)
            if data is not None:
                self._seen.add(name)
                yield Find(data, label)

    def _keep(self, sandbox: Sandbox, corpus: Path) -> None:
        """Take over what the engine kept, for its next start and for whoever asked for the run."""
        for path in self.engine.kept(sandbox.temporary[1]):
            data = _read(path) if len(self.kept) < _KEPT else None
            name = corpus / os.path.basename(path).replace(":", "-")
            if data is None or name.exists():
                continue
            self.kept.append(data)
            with contextlib.suppress(OSError):
                shutil.copyfile(path, name)

    def _require_success(self, run: Run, count: int) -> None:
        if run.status and len(self._seen) == count and not self.figures.executions:
            self._complain(run)

    def _complain(self, run: Run) -> None:
        said = self.engine.complaint(self._tail.value().decode("utf-8", "backslashreplace"))
        words = said[:_LONGEST_COMPLAINT] or "it said nothing"
        raise ConsumerError(f"{self.engine.name} ends at once (status {run.status}): {words}")


def _close(connection: socket.socket) -> None:
    """End what waits at the other end of a socket, too."""
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


def _read(path: str) -> bytes | None:
    """Return a file that an engine wrote; None when it is none, or still being written."""
    try:
        if os.path.islink(path) or not 0 <= os.path.getsize(path) <= _LARGEST:
            return None
        return Path(path).read_bytes()
    except OSError:
        return None
