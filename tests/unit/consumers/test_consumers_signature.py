"""Reports of real tools, as they print them, and what identifies the fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validator.consumers.signature import recognize

ASAN = """\
=================================================================
==4242==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000011 at pc 0x55
READ of size 1 at 0x602000000011 thread T0
    #0 0x7f2a1b2c3d4e in __interceptor_memcpy ../../src/libsanitizer/sanitizer_common/x.inc:8
    #1 0x55d0c0ffee00 in read_chunk /src/chan/chunk.c:41:12
    #2 0x55d0c0ffee11 in main /src/chan/main.c:9:3
    #3 0x7f2a1b2c3d4f in __libc_start_call_main ../sysdeps/nptl/libc_start_call_main.h:58

0x602000000011 is located 0 bytes after 1-byte region
SUMMARY: AddressSanitizer: heap-buffer-overflow /src/chan/chunk.c:41:12 in read_chunk
"""
ASAN_NO_SYMBOLS = """\
==7==ERROR: AddressSanitizer: SEGV on unknown address 0x000000000000 (pc 0x1 bp 0x2 sp 0x3 T0)
==7==The signal is caused by a READ memory access.
    #0 0x4c1234  (/opt/sensor/bin/sensor+0x4c1234)
"""
MSAN = """\
==9==WARNING: MemorySanitizer: use-of-uninitialized-value
    #0 0x55 in parse(unsigned char const*, unsigned long) /src/p.cc:5:7
"""
TSAN = """\
WARNING: ThreadSanitizer: data race (pid=77)
  Write of size 4 at 0x7b by thread T1:
    #0 bump counter.c:11 (a.out+0x4c9d1a)
"""
LSAN = """\
==5==ERROR: LeakSanitizer: detected memory leaks

Direct leak of 7 byte(s) in 1 object(s) allocated from:
    #0 0x7f in __interceptor_malloc /build/libsanitizer/asan/asan_malloc_linux.cc:145
    #1 0x55 in load_rules /src/rules.c:30
"""
UBSAN = """\
/src/chan/chunk.c:12:9: runtime error: index 21 out of bounds for type 'int [20]'
    #0 0x55 in pick_input /src/chan/chunk.c:12:9
"""
UBSAN_BARE = "/src/chan/chunk.c:12:9: runtime error: signed integer overflow: 2147483647 + 1\n"
PYTHON = """\
Traceback (most recent call last):
  File "/opt/engine.py", line 9, in <module>
    main()
  File "/opt/engine.py", line 5, in read_header
    struct.unpack("<I", data)
struct.error: unpack requires a buffer of 4 bytes
"""
CLANG_SHARED = """\
==3==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000240 at pc 0x7ffff74d2f7a
    #0 0x7f5 (/usr/lib/llvm-14/lib/linux/libclang_rt.asan-x86_64.so+0x6b4cb) (BuildId: 2c54)
    #1 0x7f6 in is_in_range /src/chan/run.c:73:12
"""
NO_LINE = """\
==3==ERROR: AddressSanitizer: heap-buffer-overflow on address 0x602000000240 at pc 0x7ffff74d2f7a
    #0 0x7f5 in __asan_memcpy (/usr/lib/libclang_rt.asan-x86_64.so+0xd2f79) (BuildId: 2c54)
    #1 0x7f6 in merge_instances /src/chan/load.c
"""
CASES = [
    (CLANG_SHARED, "AddressSanitizer: heap-buffer-overflow in is_in_range"),
    (NO_LINE, "AddressSanitizer: heap-buffer-overflow in merge_instances"),
    (ASAN, "AddressSanitizer: heap-buffer-overflow in read_chunk"),
    (ASAN_NO_SYMBOLS, "AddressSanitizer: SEGV in sensor+0x4c1234"),
    (MSAN, "MemorySanitizer: use-of-uninitialized-value in parse"),
    (TSAN, "ThreadSanitizer: data race in bump"),
    (LSAN, "LeakSanitizer: detected memory leaks in load_rules"),
    (UBSAN, "UndefinedBehaviorSanitizer: index N out of bounds for type 'int [N]' in pick_input"),
    (
        UBSAN_BARE,
        "UndefinedBehaviorSanitizer: signed integer overflow: N + N at chunk.c:12",
    ),
    (PYTHON, "struct.error in read_header"),
    ("*** stack smashing detected ***: terminated\n", "stack smashing detected"),
    ("free(): invalid pointer\n", "free(): invalid pointer"),
    ("malloc(): corrupted top size\n", "malloc(): corrupted top size"),
    ("double free or corruption (fasttop)\n", "double free or corruption"),
    ("corrupted size vs. prev_size\n", "corrupted size vs. prev_size"),
    (
        "sensor: chan.c:88: evaluate: Assertion `index < 20' failed.\n",
        "assertion index < 20 in evaluate",
    ),
    (
        "terminate called after throwing an instance of 'std::out_of_range'\n  what(): x\n",
        "uncaught std::out_of_range",
    ),
    (
        "thread 'main' panicked at src/main.rs:31:5:\nindex out of bounds\n",
        "panic at src/main.rs:31",
    ),
    (
        "panic: runtime error: index out of range [21] with length 20\n\ngoroutine 1 [running]:\n",
        "panic: runtime error: index out of range",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for _, text in CASES])
def test_a_report_has_a_stable_name(text: str, expected: str) -> None:
    found = recognize(b"", b"reading content\n" + text.encode())
    assert found is not None
    assert (found.text, found.is_fault, found.out_of_memory) == (expected, True, False)
    moved = text.replace("0x55", "0x99").replace("==4242==", "==1==").replace("pid=77", "pid=8")
    assert recognize(b"", moved.encode()) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "==1==ERROR: AddressSanitizer: requested allocation size 0xffffffffffffffff exceeds\n"
            "    #0 0x7f in __interceptor_malloc /b/libsanitizer/x.cc:1\n"
            "    #1 0x55 in alloc_table t.c:1\n",
            "AddressSanitizer: requested allocation size exceeds maximum in alloc_table",
        ),
        ("==1==ERROR: AddressSanitizer: out of memory: allocator is trying to\n", None),
        (
            "Traceback (most recent call last):\n"
            '  File "e.py", line 3, in load\n    bytes(1 << 60)\nMemoryError\n',
            "MemoryError in load",
        ),
        (
            "terminate called after throwing an instance of 'std::bad_alloc'\n",
            "uncaught std::bad_alloc",
        ),
        ("memory allocation of 17179869184 bytes failed\n", None),
        ("sensor: cannot allocate memory: Cannot allocate memory\n", None),
    ],
)
def test_running_out_of_memory_is_told_apart(text: str, expected: str | None) -> None:
    found = recognize(b"", text.encode())
    assert found is not None
    assert found.out_of_memory
    assert expected is None or found.text == expected


def test_a_report_on_standard_output_counts_too() -> None:
    found = recognize(ASAN.encode(), b"")
    assert found is not None
    assert found.text == "AddressSanitizer: heap-buffer-overflow in read_chunk"


@pytest.mark.parametrize(
    "text",
    ["", "ok\n", "error: bad magic\n", "\xff\xfe binary", "line 3: no such rule\n" * 3],
)
def test_ordinary_output_is_no_report(text: str) -> None:
    assert recognize(text.encode("latin-1"), text.encode("latin-1")) is None


_WORDS = st.sampled_from(
    [
        *(
            "==1==ERROR: AddressSanitizer: ",
            "#0 0x1 in ",
            "    #1 ",
            "(",
            ")",
            "/a.c:1",
            "SUMMARY: ",
        ),
        *("Traceback (most recent call last):\n", "  File ", "runtime error: ", "\n", "0x", "\x1b"),
    ]
)


@given(st.lists(_WORDS | st.text(max_size=8), max_size=40), st.binary(max_size=40))
def test_hostile_output_never_raises_and_stays_one_short_line(parts: list[str], raw: bytes) -> None:
    found = recognize(raw, "".join(parts).encode("utf-8", "surrogatepass") + raw)
    assert found is None or "\n" not in found.text


def test_long_lines_are_searched_in_linear_time() -> None:
    for line in (b"#1 " + b"a " * 30000, b"a:1" * 20000, b"==1==ERROR: AddressSanitizer: " * 2000):
        recognize(line, b"==1==ERROR: AddressSanitizer: x\n" + line)
