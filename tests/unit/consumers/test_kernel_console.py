"""What the words of a virtual machine mean, on recorded ones."""

import signal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.consumers.kernel.boot import Boot
from validator.consumers.kernel.console import (
    Transcript,
    last_words,
    recognize_fault,
    recognize_panic,
    warnings_of,
)
from validator.consumers.kernel.judge import LATE_NOTE, USED_NOTE, outcomes_of, silence_of
from validator.consumers.protocol import OutcomeKind

PANIC = """\
Kernel panic - not syncing: Kernel mode fault at addr 0x0, ip 0x6017ee29
CPU: 0 PID: 158 Comm: init Not tainted 6.1.176 #1
Stack:
 60181520 96033ce0 6018bad6 96033ce0
Call Trace:
 [<60181520>] ? hashlen_string+0x20/0xaf
 [<60408c29>] ? sel_make_dir+0x0/0xbb
 [<6018bad6>] ? d_alloc_name+0x1c/0x36
 [<6040b465>] ? sel_write_load+0x7ae/0xb57
 [<60174873>] ? vfs_write+0xc6/0x152
"""
BUG = """\
Kernel panic - not syncing: BUG!
Call Trace:
 [<606944ba>] ? _printk+0x0/0x94
 [<6002d37a>] show_stack+0x184/0x193
 [<606931e5>] panic+0x197/0x376
 [<60083e0c>] ? vprintk_default+0x1d/0x1f
 [<6040fe66>] type_bounds_sanity_check+0x97/0xdd
 [<6040d92b>] hashtab_map+0x3e/0x5b
"""
DEADLOCK = "Kernel panic - not syncing: System is deadlocked on memory\nCPU: 0 PID: 1 Comm: init\n"
SLAB = """\
<3>BUG kmalloc-8k (Tainted: G    B            ): Invalid object pointer 0x00000000898f2032
<3>-----------------------------------------------------------------------------
<3>
<4>CPU: 0 PID: 10 Comm: ksoftirqd/0 Not tainted 6.1.176 #1
<4>Call Trace:
<4> [<6002d37a>] show_stack+0x184/0x193
<4> [<6015d864>] slab_err+0xd9/0xfb
<4> [<6012fbbf>] kfree+0x47/0x4a
<4> [<6043d2db>] aa_free_profile+0x61/0x162
<4> [<60446478>] label_free_rcu+0x2e/0x32
"""
WARNING = """\
<4>------------[ cut here ]------------
<4>WARNING: CPU: 0 PID: 158 at mm/page_alloc.c:5534 __alloc_pages+0x39/0x9f0
<4>Call Trace:
<4> [<6002d37a>] show_stack+0x184/0x193
<4> [<60411836>] policydb_read+0xbe/0x113
"""
OUT_OF_MEMORY = """\
<4>init invoked oom-killer: gfp_mask=0x140dca
<3>Out of memory: Killed process 158 (init) total-vm:1234kB
"""


def escaped(text: str) -> str:
    return "".join(
        f"\\x{ord(each):02x}" if each in "\n\\" or not " " <= each <= "~" else each for each in text
    )


def boot(*lines: str, console: str = "", why: str = "ended", status: int = 0) -> Boot:
    transcript = Transcript()
    for line in lines:
        transcript.feed(line.encode())
    return Boot(transcript, console.encode(), why, status)


def test_panic_is_told_without_addresses_and_with_its_function() -> None:
    seen = recognize_panic(PANIC)
    assert seen is not None
    assert seen.text == "kernel panic: fault at a null pointer in d_alloc_name"
    moved = PANIC.replace("96033ce0", "64ad0420").replace("6017ee29", "6017ffff")
    assert recognize_panic(moved) == seen


def test_wild_pointer_differs_from_a_null_pointer() -> None:
    seen = recognize_panic(PANIC.replace("addr 0x0,", "addr 0x4141414141414141,"))
    assert seen is not None
    assert seen.text == "kernel panic: fault at a wild pointer in d_alloc_name"


def test_certain_frames_go_before_guessed_ones() -> None:
    seen = recognize_panic(BUG)
    assert seen is not None
    assert seen.text == "kernel panic: BUG! in type_bounds_sanity_check"


def test_no_panic() -> None:
    assert recognize_panic("reboot: System halted\n") is None


def test_damaged_memory_is_a_fault_in_the_function_that_did_it() -> None:
    seen = recognize_fault(SLAB)
    assert seen is not None
    assert seen.is_fault
    assert seen.text == "kernel memory damaged: Invalid object pointer N in aa_free_profile"


def test_memory_that_ran_out_is_no_fault_of_its_own() -> None:
    seen = recognize_fault(OUT_OF_MEMORY)
    assert seen is not None
    assert (seen.is_fault, seen.out_of_memory) == (False, True)


def test_warning_is_no_fault() -> None:
    assert recognize_fault(WARNING) is None
    assert warnings_of([WARNING, WARNING]) == ("kernel warning: mm/page_alloc.c in policydb_read",)


def test_warning_without_a_trace_names_its_own_function() -> None:
    alone = WARNING.partition("<4>Call")[0]
    assert warnings_of([alone]) == ("kernel warning: mm/page_alloc.c in __alloc_pages",)


def test_last_words_pass_over_what_says_nothing() -> None:
    log = "<6>SELinux:  Class x not defined\n<4>SELinux: failed to load policy\n\n"
    assert last_words(log) == "SELinux:  Class x not defined"
    assert last_words("<4>SELinux: failed to load policy\n") == "SELinux: failed to load policy"
    assert last_words("") == ""


def test_accepted_and_rejected() -> None:
    good, bad = outcomes_of(
        boot(
            *("ready", "try 0", "result 0 0", "end 0 21000"),
            *("try 1", "result 1 22", "log 1 <3>SELinux: no\\x0a", "end 1 300", "done"),
        )
    )
    assert (good.kind, good.wall_s, good.notes) == (OutcomeKind.ACCEPTED, 0.021, ())
    assert (bad.kind, bad.stderr) == (OutcomeKind.REJECTED, b"EINVAL: SELinux: no\n")


def test_number_that_only_kernels_use_has_its_name() -> None:
    (outcome,) = outcomes_of(boot("ready", "try 0", "result 0 524", "end 0 1", "done"))
    assert outcome.stderr == b"ENOTSUPP\n"


def test_panic_while_loading() -> None:
    lines = ("ready", "try 0", "result 0 0", "end 0 1", "try 1")
    before, dead = outcomes_of(boot(*lines, console=PANIC, status=signal.SIGABRT))
    assert before.kind is OutcomeKind.ACCEPTED
    assert dead.kind is OutcomeKind.CRASHED
    assert dead.signature == "kernel panic: fault at a null pointer in d_alloc_name"
    assert dead.stdout == PANIC.encode()
    assert dead.notes == ()


def test_panic_in_use_says_that_it_was_accepted() -> None:
    (dead,) = outcomes_of(
        boot("ready", "try 0", "result 0 0", console=PANIC, status=signal.SIGABRT)
    )
    assert (dead.kind, dead.notes) == (OutcomeKind.CRASHED, (USED_NOTE,))


@pytest.mark.parametrize("tail", [(), ("done",)])
def test_panic_after_the_last_answer_belongs_to_it(tail: tuple[str, ...]) -> None:
    lines = ("ready", "try 0", "result 0 0", "end 0 1", *tail)
    (dead,) = outcomes_of(boot(*lines, console=PANIC, status=signal.SIGABRT))
    assert (dead.kind, dead.notes) == (OutcomeKind.CRASHED, (LATE_NOTE,))


def test_text_of_a_panic_from_a_machine_that_was_switched_off_is_no_panic() -> None:
    (fine,) = outcomes_of(boot("ready", "try 0", "result 0 0", "end 0 1", "done", console=PANIC))
    assert fine.kind is OutcomeKind.ACCEPTED


def test_kernel_without_memory() -> None:
    (starved,) = outcomes_of(boot("ready", "try 0", console=DEADLOCK, status=signal.SIGABRT))
    assert starved.kind is OutcomeKind.OUT_OF_MEMORY
    killed = f"fault 0 {escaped(OUT_OF_MEMORY)}"
    (gone,) = outcomes_of(boot("ready", "try 0", killed, "gone 0 9"))
    assert (gone.kind, gone.signature) == (
        OutcomeKind.OUT_OF_MEMORY,
        "the kernel ran out of memory",
    )


def test_hung_and_died() -> None:
    (hung,) = outcomes_of(boot("ready", "try 0", why="hung", status=signal.SIGKILL))
    assert (hung.kind, hung.signature) == (OutcomeKind.HUNG, "time limit")
    (died,) = outcomes_of(boot("ready", "try 0"))
    assert (died.kind, died.signature) == (OutcomeKind.DIED, "")


def test_damaged_memory_of_a_kernel_that_goes_on() -> None:
    (spoiled,) = outcomes_of(
        boot("ready", "try 0", "result 0 0", f"fault 0 {escaped(SLAB)}", "spoiled 0")
    )
    assert spoiled.kind is OutcomeKind.CRASHED
    assert spoiled.signature.startswith("kernel memory damaged")
    assert b"aa_free_profile" in spoiled.stderr


def test_warning_is_a_note_beside_the_answer() -> None:
    (outcome,) = outcomes_of(
        boot("ready", "try 0", "result 0 12", f"fault 0 {escaped(WARNING)}", "end 0 5", "done")
    )
    assert (outcome.kind, outcome.signature) == (OutcomeKind.REJECTED, "")
    assert outcome.notes == ("kernel warning: mm/page_alloc.c in policydb_read",)


def test_text_of_a_file_in_the_log_cannot_pass_for_an_answer() -> None:
    hostile = escaped("<3>x\nresult 0 0\nend 0 1\ndone\n")
    transcript = Transcript()
    for line in ("ready", "try 0", "result 0 22", f"log 0 {hostile}"):
        assert transcript.feed(line.encode())
    assert transcript.reports[0].error == 22
    assert not transcript.is_done
    assert transcript.open_report is transcript.reports[0]


@pytest.mark.parametrize(
    "line", [b"", b"Checking PROT_EXEC mmap in /dev/shm...OK", b"result", b"try", b"result 7 0"]
)
def test_lines_of_other_origin_and_broken_ones_change_nothing(line: bytes) -> None:
    transcript = Transcript()
    transcript.feed(b"ready")
    transcript.feed(line)
    assert not any(number for number in transcript.reports)
    assert not transcript.is_done


def test_machine_that_got_to_no_file_says_why() -> None:
    assert silence_of(boot("failed 2")) == "the kernel does not offer it: ENOENT"
    assert "kernel panic: VFS" in silence_of(
        boot(console="Kernel panic - not syncing: VFS: Unable to mount root fs\n")
    )
    assert silence_of(boot(why="hung")) == "the kernel did not start (hung): it said nothing"


@given(st.lists(st.binary(max_size=60), max_size=6), st.binary(max_size=200))
def test_whatever_a_machine_says_is_taken(lines: list[bytes], console: bytes) -> None:
    transcript = Transcript()
    words = [b"ready", b"try 0", b"result 0 22", *lines, b"try 1 " + console]
    for line in words:
        transcript.feed(line)
    outcomes = outcomes_of(Boot(transcript, b"Kernel panic - not syncing: " + console, "ended", 6))
    assert outcomes
    assert all(not outcome.is_fault for outcome in outcomes[:-1])


@given(st.text(max_size=400))
def test_any_report_can_be_looked_at(text: str) -> None:
    recognize_fault(f"BUG x (): {text}")
    recognize_panic(f"Kernel panic - not syncing: {text}")
    warnings_of([f"WARNING: CPU: 0 PID: 1 at {text}"])
