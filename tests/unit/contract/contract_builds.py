"""Builds of a small sensor, made by whatever compiler is here."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SENSOR = """\
#include <stdint.h>
typedef uint64_t cell;
typedef const cell input_row[20];
struct sensor_state {
    uint8_t flags;
    const cell inputs[20];
    struct { int grid[3][4]; } inner;
    union { char tag[7]; int value; };
    int tail[];
};
typedef struct { short slots[5]; } bare_t;
const input_row ipc_inputs = {1};
cell file_inputs[9];
extern int unknown_length[];
static const int max_templates = 64;
static const int16_t lowest = -300;
static int changing = 7;
static const char *version = "7.11";
const char build_name[] = "release";
static const uint8_t raw[4] = {1, 2, 3, 4};
enum op { OP_ANY = 1, OP_EQ, OP_LOW = -1 };
enum op current = OP_EQ;
struct sensor_state state;
bare_t bare;
int use(int i) {
    return max_templates + lowest + changing++ + version[i] + raw[i] + unknown_length[i];
}
"""

LIMITS = """\
#ifndef LIMITS_H
#define LIMITS_H
#define MAX_TEMPLATES 64
#ifdef LARGE
#define MAX_INSTANCES 4096
#else
#define MAX_INSTANCES 1024
#endif
#endif
"""


def compiler(name: str = "gcc") -> str:
    """Return a C compiler, or skip the test."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def build(
    folder: Path, *flags: str, source: str = SENSOR, name: str = "sensor.o", cc: str = "gcc"
) -> Path:
    """Compile a source in `folder` with `-g` and more flags; an object unless told else."""
    program = compiler(cc)
    stem = name.partition(".")[0]
    (folder / f"{stem}.c").write_text(source)
    mode = [] if "-shared" in flags or "-linked" in flags else ["-c"]
    given = [flag for flag in flags if flag != "-linked"]
    command = [program, "-g", *mode, *given, f"{stem}.c", "-o", name]
    subprocess.run(command, cwd=folder, check=True, timeout=60)
    return folder / name
