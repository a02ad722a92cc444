"""Program -> construct: one construct per read, one layout per type, one object for the file."""

from __future__ import annotations

from typing import Any

import construct

from validator.backends.construct.atoms import Bits, ByteString, Number, Text
from validator.backends.construct.base import Reader
from validator.backends.construct.build import build
from validator.backends.construct.checks import CheckConstruct
from validator.backends.construct.evaluate import ExprCompiler
from validator.backends.construct.faults import Abort, Stop
from validator.backends.construct.fields import FieldConstruct
from validator.backends.construct.objects import Layout, Nested, Switch, make_context
from validator.backends.construct.run import BoundContract, Run, Scope, room_for_nesting
from validator.backends.construct.sizes import MinimumSizes
from validator.backends.construct.tree import to_container
from validator.backends.construct.values import Obj, State
from validator.backends.construct.window import Window
from validator.ir.nodes import (
    BitsRead,
    BytesRead,
    NumberRead,
    Program,
    Read,
    StrRead,
    Struct,
    StructRead,
    SwitchRead,
)


def compile_construct(program: Program, *, check: bool = False) -> SchemaConstruct:
    """Compile a Program to a construct that parses and builds whole files.

    Args:
        program: a compiled schema; not modified.
        check: parsing raises for checks that need no contract, too (`valid`, `contents`,
            `-checks` and the like); without it only a broken structure raises.
    Returns:
        A construct whose `parse` returns a `construct.Container` with the schema's names.
    """
    return SchemaConstruct(program, raises_checks=check)


class SchemaConstruct(construct.Construct):  # type: ignore[misc]  # construct has no type information
    """A whole schema as one construct: `parse` and `build`.

    `build` takes plain values, what `parse` gave, or a mixture, and fills in derived fields.

    Attributes:
        program: what it was compiled from.
        compiler: evaluates its expressions.
        layouts: struct number -> its fields as constructs.
    """

    def __init__(self, program: Program, *, raises_checks: bool = False) -> None:
        super().__init__()
        self.program = program
        self.raises_checks = raises_checks
        self.layouts: dict[int, Layout] = {}
        self.compiler = compiler = ExprCompiler(program)
        sizes = MinimumSizes(program)
        builder = _Builder(program, compiler, sizes, self.layouts)
        for struct in program.structs:
            self.layouts[struct.number] = builder.layout(struct)
        self.deferred = [
            [
                CheckConstruct(program, program.checks[number], compiler)
                for number in _deferred_checks(program, struct)
            ]
            for struct in program.structs
        ]

    def _parse(self, stream: Any, context: Any, path: str) -> Any:
        data = stream.read()
        file = Window(memoryview(data), 0, len(data))
        run = Run(self.program.budget, file, raises=True, raises_checks=self.raises_checks)
        with room_for_nesting():
            return to_container(self.program, self.read(run, (), path))

    def _build(self, obj: Any, stream: Any, context: Any, path: str) -> Any:
        stream.write(build(self, obj).data)
        return obj

    def read(self, run: Run, contracts: tuple[BoundContract, ...], path: str = "") -> Obj:
        """Read a file: seq, then all instances, then checks over the whole.

        Args:
            run: a fresh reading; filled.
            contracts: facts that checks are evaluated against.
            path: construct's own.
        Returns:
            The root object, incomplete when the run has structural failures.
        Raises:
            Fault: in stand-alone use, the first structural error.
        """
        root = self.layouts[0].make(run, run.file, None, [])
        root.identity = (0, id(run.file.buffer.obj), 0, run.file.end, 0)
        run.nodes += 1
        try:
            limit = self.program.budget.file_size
            if len(run.file.buffer) > limit:
                message = f"more than {limit} bytes"
                raise Scope(run, root).abort(0, message, run.file)
            self._fill(root, path)
            self._force_all(run)
        except Abort:
            if run.raises:
                raise
            return root
        except RecursionError:
            error = Scope(run, root).abort(0, "nested deeper than Python can follow", run.file)
            if run.raises:
                raise error from None
            return root
        for obj in run.objects:
            for check in self.deferred[obj.plan.struct.number]:
                check.run_deferred(Scope(run, obj), contracts)
        return root

    def _fill(self, root: Obj, path: str) -> None:
        try:
            root.plan.fill(root, make_context(Scope(root.run, root)), path)
        except Abort:
            raise
        except Stop:
            if root.run.raises:
                raise

    def _force_all(self, run: Run) -> None:
        """Force every instance of every object, those of objects that this brings included."""
        while run.fresh:
            obj = run.fresh.popleft()
            for slot in obj.plan.instances:
                if obj.slots[slot] is State.LAZY:
                    obj.plan.force(obj, slot)


class _Builder:
    def __init__(
        self,
        program: Program,
        compiler: ExprCompiler,
        sizes: MinimumSizes,
        layouts: dict[int, Layout],
    ) -> None:
        self.program = program
        self.compiler = compiler
        self.sizes = sizes
        self.layouts = layouts

    def layout(self, struct: Struct) -> Layout:
        fields = {}
        for slot, field in enumerate(struct.fields):
            element = None if field.read is None else self.reader(field.read)
            least = 0 if field.read is None else self.sizes.of_read(field.read)
            fields[slot] = FieldConstruct(self.program, field, element, least, self.compiler)
        return Layout(struct, fields, self.compiler)

    def reader(self, node: Read) -> Reader:
        match node:
            case NumberRead():
                return Number(node)
            case BitsRead():
                return Bits(node)
            case BytesRead():
                return ByteString(self.program, node)
            case StrRead():
                return Text(self.program, node)
            case StructRead():
                return Nested(self.program, node, self.layouts, self.compiler)
            case SwitchRead():
                cases = [
                    (self.compiler.compile(case), self.reader(read)) for case, read in node.cases
                ]
                default = None if node.default is None else self.reader(node.default)
                return Switch(self.compiler.compile(node.on), cases, default)


def _deferred_checks(program: Program, struct: Struct) -> list[int]:
    of_fields = [
        number
        for field in struct.fields
        for number in field.checks
        if program.checks[number].deferred
    ]
    return [*of_fields, *struct.checks]
