"""Reading on request: seq at once, an instance when somebody asks for it.

Comes in: a compiled schema and bytes. Goes out: the root object. What is broken raises a
`Fault`. It forces nothing and makes no deferred checks: that is checking, see `read`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from validator.backends.construct.emit import SchemaConstruct
from validator.backends.construct.faults import Fault, make_fault
from validator.backends.construct.objects import make_context
from validator.backends.construct.run import Failure, Run, Scope, room_for_nesting
from validator.backends.construct.values import Obj
from validator.backends.construct.window import Window


def start_lazily(
    schema: SchemaConstruct,
    data: bytes | memoryview,
    params: Sequence[Any] = (),
    *,
    raises_checks: bool,
) -> Obj:
    """Return the root object of a file, of which nothing has been read yet.

    Args:
        schema: the compiled schema.
        data: the whole file; not modified.
        params: values of the parameters of the top type, all of them.
        raises_checks: a broken `valid` raises; without it, it is kept in `Run.failures`.
    """
    view = memoryview(data)
    file = Window(view, 0, len(view))
    budget = schema.program.budget
    run = Run(budget, file, raises=True, raises_checks=raises_checks, is_lazy=True)
    root = schema.layouts[0].make(run, file, None, list(params))
    root.identity = (0, id(view.obj), 0, file.end, 0)
    run.nodes += 1
    return root


def fill_root(root: Obj) -> None:
    """Read the seq of the root, with everything inside it.

    Raises:
        Fault: the first rule that the data break; what was read before stays.
    """
    run = root.run
    limit = run.budget.file_size
    scope = Scope(run, root)
    if len(run.file.buffer) > limit:
        raise scope.abort(0, f"more than {limit} bytes", run.file)
    with room_for_nesting():
        try:
            root.plan.fill(root, make_context(scope), "")
        except RecursionError:
            raise _too_deep(root) from None


def ask(obj: Obj, slot: int) -> Any:
    """Return the value of a field, reading it now when it is an instance.

    Raises:
        Fault: the data break a rule of it.
        ExpressionFailed, Unread: reading it has failed before, or has not come so far.
    """
    with room_for_nesting():
        try:
            return obj.get(slot)
        except RecursionError:
            raise _too_deep(obj) from None


def _too_deep(obj: Obj) -> Fault:
    rule, message = "budget-exceeded", "nested deeper than Python can follow"
    low, _ = obj.place
    fault = make_fault(rule, message, low, 0, obj.path)
    fault.failure = Failure(rule, low, 0, obj.path, message=message)
    return fault
