"""Children that are no children of ours: what comes over the pipe is hostile from the start."""

import pytest

from validator.consumers.persistent import Service, serve_files
from validator.consumers.protocol import OutcomeKind
from validator.consumers.sandbox import Limits
from validator.errors import ConsumerError

READY = r"printf '\0\0\0\0\0\0\0\0H\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' >&4; "
READ_TOKEN = "head -c 8 <&3 >token; "
HUGE = r"printf 'A\0\0\0\0\0\0\0\0\0\0\0\0\377\377\377\377' >&4; "


def service(script: str) -> Service:
    script = f"cd $HOME; {script}"
    return Service("engine", ("/bin/sh", "-c", script), Limits(timeout_s=2.0), (), "/")


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo no licence >&2; exit 3", "it cannot be loaded: it ends at its start: no licence"),
        ("head -c 5000 /dev/zero >&4; sleep 100", "it cannot be loaded"),
        ("yes >&4", "it cannot be loaded: something else than answers came over the pipe"),
        ("kill -SEGV $$", "it cannot be loaded: it ends at its start"),
    ],
)
def test_a_child_that_is_never_ready_is_an_error(content: str, script: str, message: str) -> None:
    with pytest.raises(ConsumerError) as caught:
        list(serve_files(service(script), [content]))
    assert message in str(caught.value)
    assert "consumer engine" in str(caught.value)


@pytest.mark.parametrize(
    ("script", "kind"),
    [
        ("exit 0", OutcomeKind.DIED),
        ("kill -SEGV $$", OutcomeKind.CRASHED),
        ("sleep 100", OutcomeKind.HUNG),
        (READ_TOKEN + "yes >&4", OutcomeKind.DIED),
        (READ_TOKEN + "cat token >&4; " + HUGE + "sleep 100", OutcomeKind.DIED),
        (READ_TOKEN + "cat token >&4; printf A >&4; sleep 100", OutcomeKind.HUNG),
        (READ_TOKEN + r"cat token >&4; printf 'Q\0\0\0\0\0\0\0\0' >&4; "
         r"printf '\0\0\0\0\0\0\0\0' >&4; sleep 100", OutcomeKind.DIED),
        (READ_TOKEN + "exec 4>&-; sleep 100", OutcomeKind.DIED),
        (READ_TOKEN + r"printf '\0\0\0\0\0\0\0\0W\0\0\0\0\0\0\0\0\3\0\0\0\0\0\0\0-12' >&4; "
         "sleep 100", OutcomeKind.DIED),
    ],
)  # fmt: skip
def test_a_child_that_answers_nonsense(content: str, script: str, kind: OutcomeKind) -> None:
    outcomes = list(serve_files(service(READY + script), [content, content]))
    assert [each.kind for each in outcomes] == [kind, kind]
