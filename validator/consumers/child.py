"""One child that answers requests: started, asked, judged, ended.

Comes in: a sandbox, how the child is started, and what it shall read: a file, or inputs in
shared memory. Goes out: an `Outcome` for each. It refuses to know when a child is replaced.
"""

from __future__ import annotations

import contextlib
import math
import os
import secrets
import select
import struct
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from validator.consumers.arena import Arena, Record
from validator.consumers.judge import judge_run
from validator.consumers.protocol import Outcome, OutcomeKind
from validator.consumers.sandbox import NETWORK_NOTE, Limits, Run, Sandbox, Tail
from validator.consumers.signature import recognize
from validator.dataclass import dataclass
from validator.errors import ConsumerError

_HEAD = struct.Struct("<8sBIIII")
_NO_TOKEN = bytes(8)
_RENEW = b"\1\0"
_BATCH = b"\2\0"
_STALE_ANSWERS = 8
_TEXT_LIMIT = 4096
_COVERAGE_LIMIT = 1 << 24
AFTER_LIMIT = 50
_START_S = 30.0
_REPORT_S = 20.0
_CLOSED_S = 1.0
_CHUNK = 1 << 16
_DRAIN_READS = 256
_KINDS = {
    "A": OutcomeKind.ACCEPTED,
    "R": OutcomeKind.REJECTED,
    "X": OutcomeKind.CRASHED,
    "M": OutcomeKind.OUT_OF_MEMORY,
    "D": OutcomeKind.DIED,
}
_WHY_NOTES = {
    "confused": "something else than answers came over the pipe for answers",
    "closed": "it closed the pipe that it answers on",
}


@dataclass(frozen=True, slots=True)
class Service:
    """How a child is started, and what it may use.

    Attributes:
        name: of the consumer; for messages.
        argv: absolute path of the child, then its arguments; it finds requests on its descriptor
            3, answers on 4, and shared memory on 5 where there is some.
        limits: for each file; memory for the child.
        env: additions to its environment.
        cwd: directory that it runs in.
        words: paths that it needs beside those in `argv` and `env`.
        reads_reports: what it prints is searched for reports of sanitizers also when it answers.
        restart_after: count of files after which a child is replaced.
        notes: go into every outcome.
    """

    name: str
    argv: tuple[str, ...]
    limits: Limits
    env: tuple[tuple[str, str], ...]
    cwd: str
    words: tuple[str, ...] = ()
    reads_reports: bool = True
    restart_after: int = 2000
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, as `library_driver.c` says; processor time in seconds, memory in bytes."""

    letter: str
    text: str
    coverage: bytes
    cpu_s: float
    max_rss: int


class Child:
    """One process that answers, from its start to its end.

    Attributes:
        files: the last files that it read.
        is_over: it must not be asked again.
    """

    def __init__(self, sandbox: Sandbox, service: Service, arena: Arena | None = None) -> None:
        self._sandbox = sandbox
        self._service = service
        self._arena = arena
        self._buffer = bytearray()
        self._tails: dict[int, Tail] = {}
        self._stack = contextlib.ExitStack()
        self._count = 0
        self._peak = 0
        self._is_reported = False
        self.files: deque[str] = deque(maxlen=AFTER_LIMIT)
        self.is_over = False
        with contextlib.ExitStack() as theirs:
            stdin = os.open(os.devnull, os.O_RDONLY)
            theirs.callback(os.close, stdin)
            (out, out_w), (err, err_w), (self._answers, answers_w) = (
                self._pipe(theirs, is_read_by_child=False) for _ in range(3)
            )
            self._requests, requests_r = self._pipe(theirs, is_read_by_child=True)
            descriptors = [stdin, out_w, err_w, requests_r, answers_w]
            limits = service.limits
            if arena is not None:
                descriptors.append(arena.descriptor)
                limits = replace(limits, memory_bytes=limits.memory_bytes + arena.size)
            self._outputs = (out, err)
            try:
                sandbox.start(service.argv, limits, dict(service.env), descriptors, is_served=True)
            except BaseException:
                self._stack.close()
                raise
        self._poll = select.poll()
        for descriptor in (self._answers, out, err, sandbox.fileno()):
            self._poll.register(descriptor, select.POLLIN)
        self._is_greeted = False
        self._clear()

    @property
    def is_worn(self) -> bool:
        """Whether it has read so much, or grown so much, that a new one should go on."""
        half = self._service.limits.memory_bytes // 2
        return self._count >= self._service.restart_after or self._peak > half

    def ask(self, path: str) -> Outcome:
        """Have a file read, and judge what became of it."""
        self._meet()
        self._clear()
        token = secrets.token_bytes(8)
        started = time.monotonic()
        deadline = started + self._service.limits.timeout_s
        with contextlib.suppress(BrokenPipeError):  # it is dead: the exchange finds out how
            os.write(self._requests, token + os.fsencode(path) + b"\0")
        self.files.append(path)
        self._count += 1
        answer = self._exchange(token, deadline)
        wall_s = time.monotonic() - started
        if isinstance(answer, str):
            return self._judge_end(answer, wall_s)
        if answer.letter == "W":
            return self._judge_worker(answer, wall_s)
        if answer.letter not in (*_KINDS, "E"):
            return self._judge_end("confused", wall_s)
        if answer.letter == "E":
            raise ConsumerError(f"{path} cannot be read: {answer.text}")
        return self._judge_answer(answer, wall_s)

    def ask_inputs(self, arena: Arena, inputs: Sequence[bytes], number: int) -> list[Outcome]:
        """Have inputs read, and judge what became of those that were; only the last can be a fault.

        Args:
            arena: the shared memory that it was started with.
            inputs: at least one, and that one fits.
            number: of the first one, for names.
        Returns:
            an outcome for each that was read, from the first one on; none when there was no
            room for coverage.
        """
        self._meet()
        self._clear()
        count = arena.put(inputs)
        token = secrets.token_bytes(8)
        timeout_s = self._service.limits.timeout_s
        with contextlib.suppress(BrokenPipeError):  # it is dead: the exchange finds out how
            os.write(self._requests, token + _BATCH)

        def later() -> float:
            started = arena.progress()[1]
            return min(started, time.monotonic()) + timeout_s

        answer = self._exchange(token, time.monotonic() + timeout_s, later=later)
        if isinstance(answer, Answer) and answer.letter == "B":
            words = answer.text.split(" ", 2)
            records = arena.records(token, int(words[0])) if words[0].isdecimal() else None
            if records is not None and len(records) <= count:
                self._note(range(number, number + len(records)))
                return [*self._judge_records(records[:-1]), *self._judge_last(records, words[1:])]
            answer = "confused"
        done, started = arena.progress()
        records = arena.records(token, done) if done < count else None
        found = self._judge_records(records or [])
        self._note(range(number, number + len(found) + 1))
        wall_s = max(0.0, time.monotonic() - started) if started else 0.0
        if isinstance(answer, Answer) and answer.letter == "W":
            return [*found, self._judge_worker(answer, wall_s)]
        return [*found, self._judge_end(answer if isinstance(answer, str) else "confused", wall_s)]

    def _note(self, numbers: range) -> None:
        """Count inputs as read."""
        self.files.extend(f"input {number}" for number in numbers[-AFTER_LIMIT:])
        self._count += len(numbers)

    def _judge_records(self, records: Sequence[Record]) -> list[Outcome]:
        """Judge inputs that were read to their ends without a word."""
        notes = self._notes()
        self._peak = max([self._peak, *(one.max_rss for one in records)])
        return [
            Outcome(
                OutcomeKind.REJECTED if one.is_rejected else OutcomeKind.ACCEPTED,
                cpu_s=one.cpu_s, wall_s=one.wall_s, max_rss=one.max_rss, notes=notes,
                coverage=one.coverage,
            )
            for one in records
        ]  # fmt: skip

    def _judge_last(self, records: Sequence[Record], fault: Sequence[str]) -> Iterator[Outcome]:
        """Judge the last input that was read to its end: whatever was printed is its.

        Args:
            records: what the child says of all of them.
            fault: letter and text of the last one's answer, where it is neither of the usual two.
        """
        for one in records[-1:]:
            letter = fault[0] if fault and fault[0] in _KINDS else "AR"[one.is_rejected]
            text = fault[1] if len(fault) > 1 else ""
            self._peak = max(self._peak, one.max_rss)
            answer = Answer(letter, text, one.coverage or b"", one.cpu_s, one.max_rss)
            yield self._judge_answer(answer, one.wall_s)

    def renew(self) -> bool:
        """Have a worker that has read nothing; False when the whole child has to be replaced."""
        self._meet()
        self._clear()
        with contextlib.suppress(BrokenPipeError):
            os.write(self._requests, _NO_TOKEN + _RENEW)
        answer = self._exchange(_NO_TOKEN, time.monotonic() + _START_S)
        return isinstance(answer, Answer) and answer.letter == "W" and self._synchronize()

    def end(self) -> None:
        """Kill it and wait until nothing of it is left."""
        if not self._is_reported:
            self._sandbox.stop()
        self._await_report()
        self._stack.close()

    def abandon(self) -> None:
        """Close its pipes; the sandbox is going to be closed."""
        self._stack.close()

    def _pipe(self, theirs: contextlib.ExitStack, *, is_read_by_child: bool) -> tuple[int, int]:
        read, write = os.pipe()
        ours, other = (write, read) if is_read_by_child else (read, write)
        self._stack.callback(os.close, ours)
        theirs.callback(os.close, other)
        return ours, other

    def _meet(self) -> None:
        """Wait until it is ready: it comes up while whoever started it does other things."""
        if not self._is_greeted:
            self._is_greeted = True
            self._greet()

    def _greet(self) -> None:
        """Wait until it is ready; raise `ConsumerError` when it never will be."""
        limit = max(_START_S, self._service.limits.timeout_s)
        answer = self._exchange(_NO_TOKEN, time.monotonic() + limit)
        if isinstance(answer, Answer) and answer.letter == "H":
            return
        self.is_over = True
        self.end()
        if isinstance(answer, Answer):
            raise ConsumerError(f"it cannot be loaded: {answer.text}")
        if answer == "ended":
            self._sandbox.result(self._service.argv, b"", b"")  # when it could not be started
        said = self._said()[1].decode("utf-8", "backslashreplace").strip().splitlines()
        whys = {"hung": f"it is not ready within {limit:g} s", **_WHY_NOTES}
        what = whys.get(answer, "it ends at its start")
        raise ConsumerError(
            f"it cannot be loaded: {what}{': ' if said else ''}{''.join(said[-1:])}"
        )

    def _synchronize(self) -> bool:
        """Wait for the new worker, past answers to what the one before did not read."""
        token = secrets.token_bytes(8)
        with contextlib.suppress(BrokenPipeError):
            os.write(self._requests, token + b"\0")
        deadline = time.monotonic() + _START_S
        answer: Answer | str = ""
        for _ in range(_STALE_ANSWERS):
            answer = self._exchange(token, deadline, is_stale_possible=True)
            if isinstance(answer, str) or answer.letter == "H":
                break
        self.is_over = not (isinstance(answer, Answer) and answer.letter == "H")
        self.files.clear()
        self._count = self._peak = 0
        return not self.is_over

    def _clear(self) -> None:
        self._tails = {each: Tail(self._service.limits.output_bytes) for each in self._outputs}

    def _said(self) -> tuple[bytes, bytes]:
        out, err = (self._tails[each].value() for each in self._outputs)
        return out, err

    def _exchange(
        self,
        token: bytes,
        deadline: float,
        *,
        is_stale_possible: bool = False,
        later: Callable[[], float] | None = None,
    ) -> Answer | str:
        """Wait for an answer.

        Args:
            token: of the request.
            deadline: of the monotonic clock.
            is_stale_possible: answers to other requests come too, with an empty letter.
            later: asked for another deadline when time is up.
        Returns:
            the answer; or why there is none: `ended`, `hung`, `closed` or `confused`.
        """
        is_closed = False
        left = 1.0
        while True:
            answer = self._parse(token, is_stale_possible=is_stale_possible)
            if answer is not None:
                self._drain()
                return answer
            if self._is_reported:
                self._drain()
                return "ended"
            if left <= 0:  # what came while we were not running counts even when time is up
                deadline = deadline if later is None or is_closed else max(deadline, later())
                if deadline <= time.monotonic():
                    return "closed" if is_closed else "hung"
            left = max(0.0, deadline - time.monotonic())
            for descriptor, _ in self._poll.poll(math.ceil(left * 1000)):
                if self._read(descriptor) and descriptor == self._answers:
                    is_closed = True
                    deadline = min(deadline, time.monotonic() + _CLOSED_S)

    def _read(self, descriptor: int) -> bool:
        """Read what is there; True when nothing more will come."""
        if descriptor == self._sandbox.fileno():
            if not self._sandbox.take_report():
                return False
            self._is_reported = True
        else:
            if self._arena is not None and descriptor != self._answers:
                self._arena.look()
            data = os.read(descriptor, _CHUNK)
            if data and descriptor == self._answers:
                self._buffer += data
            elif data:
                self._tails[descriptor].feed(data)
            if data:
                return False
        self._poll.unregister(descriptor)
        return True

    def _drain(self) -> None:
        """Take what it printed before it answered, or before its end."""
        for _ in range(_DRAIN_READS):
            ready = [each for each, _ in self._poll.poll(0) if each in self._outputs]
            if not ready:
                return
            for descriptor in ready:
                self._read(descriptor)

    def _parse(self, token: bytes, *, is_stale_possible: bool) -> Answer | str | None:
        """Return the first answer that came when it is whole, and nothing but a `W` follows."""
        if len(self._buffer) < _HEAD.size:
            return None
        echo, letter, peak_kib, cpu_us, text, covered = _HEAD.unpack_from(self._buffer)
        is_asked_for = echo == token or (echo, chr(letter)) == (_NO_TOKEN, "W")
        if text > _TEXT_LIMIT or covered > _COVERAGE_LIMIT:
            return "confused"
        if not (is_asked_for or is_stale_possible):
            return "confused"
        size = _HEAD.size + text + covered
        if len(self._buffer) < size:
            return None
        body = bytes(self._buffer[_HEAD.size : size])
        del self._buffer[:size]
        if echo != token and is_stale_possible:
            return Answer("", "", b"", 0.0, 0)
        if not (_NO_TOKEN + b"W").startswith(self._buffer[: len(_NO_TOKEN) + 1]):
            return "confused"
        words = body[:text].decode("utf-8", "backslashreplace")
        self._peak = max(self._peak, peak_kib << 10)
        return Answer(chr(letter), words, body[text:], cpu_us / 1e6, peak_kib << 10)

    def _judge_answer(self, answer: Answer, wall_s: float) -> Outcome:
        stdout, stderr = self._said()
        kind, signature = _KINDS[answer.letter], answer.text
        if self._service.reads_reports and (stdout or stderr):
            seen = recognize(stdout, stderr)
            if seen is not None and seen.is_fault:
                self.is_over = True
                kind, signature = OutcomeKind.CRASHED, seen.text
        return Outcome(
            kind,
            signature=signature,
            stdout=stdout,
            stderr=stderr,
            cpu_s=answer.cpu_s,
            wall_s=wall_s,
            max_rss=answer.max_rss,
            notes=self._notes(),
            coverage=answer.coverage or None,
        )

    def _judge_end(self, why: str, wall_s: float) -> Outcome:
        """Judge a file on which no answer came; the child is ended."""
        self.is_over = True
        if not self._is_reported:
            self._sandbox.stop()
            self._await_report()
        stdout, stderr = self._said()
        run = self._sandbox.result(self._service.argv, stdout, stderr)
        run = replace(run, wall_s=wall_s)
        if why in _WHY_NOTES:
            notes = (*run.notes, _WHY_NOTES[why])
            return Outcome(OutcomeKind.DIED, None, None, "", stdout, stderr, notes=notes)
        run = replace(run, why="hung") if why == "hung" else run
        return self._judge_run(run)

    def _judge_worker(self, answer: Answer, wall_s: float) -> Outcome:
        """Judge a file on which the worker ended; there is a new one, if all went well."""
        if not answer.text.isdecimal():
            return self._judge_end("confused", wall_s)
        stdout, stderr = self._said()
        usage = (answer.cpu_s, wall_s, answer.max_rss, self._notes())
        outcome = self._judge_run(Run("ended", int(answer.text), stdout, stderr, *usage))
        self._synchronize()
        return outcome

    def _judge_run(self, run: Run) -> Outcome:
        outcome = judge_run(run, self._service.limits, (), ())
        if outcome.kind is OutcomeKind.DIED:
            note = f"it ended with exit status {outcome.exit_code} instead of answering"
            outcome = replace(outcome, notes=(*outcome.notes, note))
        return outcome

    def _notes(self) -> tuple[str, ...]:
        return () if self._sandbox.is_cut_off else (NETWORK_NOTE,)

    def _await_report(self) -> None:
        deadline = time.monotonic() + _REPORT_S
        while not self._is_reported and (left := deadline - time.monotonic()) > 0:
            for descriptor, _ in self._poll.poll(math.ceil(left * 1000)):
                self._read(descriptor)
        if not self._is_reported:
            raise ConsumerError(f"{self._service.argv[0]}: its sandbox does not answer")
        self._drain()
