"""What tests of one run share: compiled schemas, consumers that stay open, files of the corpus.

Comes in: a choice. Goes out: each of these, made when it is first asked for. It refuses to know
pytest and Hypothesis.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from validator.check.schema import Schema
from validator.cli.escape_setup import build_folder
from validator.cli.inputs import Inputs
from validator.cli.named_consumer import known_names, make_consumer, require_known
from validator.cli.workload import plan_work
from validator.consumers.protocol import Consumer, Outcome
from validator.consumers.python import PythonConsumer
from validator.dataclass import dataclass
from validator.errors import UsageError
from validator.fuzz.judge import Judge
from validator.fuzz.session import Session
from validator.gate.config import Config, find_config, load_config
from validator.gate.patterns import find_files
from validator.lift.target import parse_target
from validator.testing.choice import Choice

if TYPE_CHECKING:
    from validator.testing.case import FileCase

_SLUG = re.compile(r"[^A-Za-z0-9_]+")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of the corpus; `name` is its path from the root on."""

    name: str
    path: str
    data: bytes


# house: loose-dataclass - a consumer that runs
@dataclass(slots=True)
class Reader:
    """A consumer that stays open from one file to the next."""

    consumer: Consumer
    session: Session
    is_started: bool = False

    @property
    def name(self) -> str:
        """Name of the consumer."""
        return self.consumer.name

    def run(self, data: bytes) -> Outcome:
        """Run the consumer on one file.

        Args:
            data: the whole file.
        Raises:
            ConsumerError: it could not be run at all.
        """
        outcomes = self.session.run([data])
        try:
            return next(outcomes)
        finally:
            outcomes.close()

    def start(self) -> None:
        """Start it, once: an empty file tells whether it can be run at all.

        Raises:
            ConsumerError: it cannot.
        """
        if not self.is_started:
            self.run(b"")
            self.is_started = True

    def reproduce(self, path: str) -> str:
        """Return a shell command that runs the same program on the same file by hand.

        Args:
            path: the file.
        """
        return self.consumer.reproduce(path)


# house: loose-dataclass - fills while tests run
@dataclass(slots=True)
class Workbench:
    """What tests ask for; the fixture `contentgate`.

    Attributes:
        choice: options and ini file.
        test: name of the test that runs.
        faults: name of a test -> its last faults, by what tells them apart.
    """

    choice: Choice
    test: str = ""
    faults: dict[str, dict[str, FileCase]] = field(default_factory=dict)
    _judges: dict[tuple[str, ...], Judge] = field(default_factory=dict)
    _readers: dict[str, Reader] = field(default_factory=dict)
    _config: list[Config | None] = field(default_factory=list)
    _scratch: tempfile.TemporaryDirectory[str] | None = None

    # -- schemas -------------------------------------------------------------------------

    def schema(self, name: str = "") -> Schema:
        """Return a schema.

        Args:
            name: a path from the root on, or the name of a shipped one; "" takes the configured.
        Raises:
            SchemaError: it is wrong.
            UsageError: there is none.
        """
        return self.judge(name).schema

    def judge(self, name: str = "", contracts: Sequence[str] | None = None) -> Judge:
        """Return the gate of a schema, with contracts.

        Args:
            name: see `schema`.
            contracts: files; None takes the configured ones.
        Raises:
            SchemaError, ContractError, UsageError: it cannot be used.
        """
        wanted = name or self.choice.schema
        if not wanted:
            raise UsageError("no schema\n  expected  contentgate_schema in the ini file, or a name")
        paths = self.choice.contracts if contracts is None else contracts
        key = (wanted, *paths)
        if key not in self._judges:
            is_path = os.sep in wanted or wanted.endswith(".ksy")
            if parse_target(wanted) is not None:
                is_path = False
            work = plan_work(
                Inputs(),
                schema=self.choice.path(wanted) if is_path else wanted,
                contracts=[self.choice.path(path) for path in paths],
                import_paths=(),
                config_file=None,
            )
            self._judges[key] = Judge.of(work.tasks[0].schema, work.tasks[0].contracts)
        return self._judges[key]

    # -- consumers -----------------------------------------------------------------------

    @property
    def config(self) -> Config | None:
        """The configuration; None when there is none."""
        if not self._config:
            named = self.choice.config_file
            root = self.choice.root
            self._config.append(
                load_config(self.choice.path(named)) if named else find_config(root)
            )
        return self._config[0]

    @property
    def project(self) -> str:
        """Folder of the configuration, else the root."""
        return self.choice.root if self.config is None else self.config.root

    @property
    def build_folder(self) -> str:
        """Folder for the C parts of consumers."""
        return build_folder(self.choice.folder)

    @property
    def scratch(self) -> str:
        """Folder for what has to be a file, gone at the end of the run."""
        if self._scratch is None:
            self._scratch = tempfile.TemporaryDirectory(
                prefix="contentgate-", ignore_cleanup_errors=True
            )
        return self._scratch.name

    def consumer(self, name: str = "") -> Reader:
        """Return a consumer that stays open.

        Args:
            name: of the configuration or of a ready-made one, or `module:function` in the root;
                "" takes the configured one.
        Raises:
            UsageError: there is none of this name.
            ConsumerError: it cannot be run here; the message says what to install.
        """
        wanted = name or self.choice.consumer
        if not wanted:
            raise UsageError(
                "no consumer\n  expected  contentgate_consumer in the ini file, or a name"
            )
        if wanted not in self._readers:
            consumer = self._make(wanted)
            self._readers[wanted] = Reader(consumer, Session(consumer, self.scratch))
        return self._readers[wanted]

    def open(self, consumer: Consumer) -> Reader:
        """Return a consumer of one's own, that stays open until the end of the run.

        Args:
            consumer: who reads files.
        """
        key = f"{consumer.name}\0{id(consumer)}"
        if key not in self._readers:
            self._readers[key] = Reader(consumer, Session(consumer, self.scratch))
        return self._readers[key]

    def knows(self, name: str) -> bool:
        """Whether a consumer of this name is configured, or ready-made.

        Args:
            name: of a consumer.
        """
        return name in known_names(self.config)

    def _make(self, name: str) -> Consumer:
        config = self.config
        if ":" in name and not self.knows(name):
            return PythonConsumer(name, name, paths=(self.choice.root,), cwd=self.choice.root)
        require_known(name, config, "consumer")
        return make_consumer(name, config, self.build_folder)

    # -- files ---------------------------------------------------------------------------

    def corpus(self, *patterns: str) -> tuple[CorpusFile, ...]:
        """Return files of the corpus, sorted by name.

        Args:
            patterns: from the root on, such as `corpus/*/valid/*`; none takes the configured.
        Raises:
            UsageError: none matches, or one cannot be read.
        """
        wanted = patterns or self.choice.corpus
        found = find_files(self.choice.root, wanted).files if wanted else ()
        if not found:
            raise UsageError(
                "no file in the corpus\n"
                f"  expected  one that matches {' or '.join(wanted) or 'contentgate_corpus'}"
            )
        return tuple(self._read(name) for name in found)

    def _read(self, name: str) -> CorpusFile:
        path = self.choice.path(name)
        if not os.path.isfile(path):
            raise UsageError(f"{name}: not a regular file")
        try:
            with open(path, "rb") as file:
                return CorpusFile(name, path, file.read())
        except OSError as error:
            raise UsageError(f"{name}: {error.strerror}") from error

    def keep(self, data: bytes, about: str) -> str:
        """Write a failing file to the folder of this run, in the place of one of the same fault.

        Args:
            data: the file.
            about: what tells the fault from others of the test.
        Returns:
            its path, from the working directory on where it lies below.
        """
        digest = hashlib.sha256(f"{self.test}\0{about}".encode("utf-8", "replace")).hexdigest()
        slug = _SLUG.sub("-", self.test.rpartition("::")[2])[:_LONGEST].strip("-") or "case"
        folder = os.path.join(self.choice.folder, "failed")
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, f"{slug}-{digest[:8]}.bin")
        handle, beside = tempfile.mkstemp(dir=folder)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(beside, path)
        inner = os.path.relpath(path)
        return path if inner.startswith("..") else inner

    def close(self) -> None:
        """Stop every consumer, and delete what was temporary."""
        for reader in self._readers.values():
            reader.session.close()
        self._readers.clear()
        if self._scratch is not None:
            self._scratch.cleanup()
            self._scratch = None
