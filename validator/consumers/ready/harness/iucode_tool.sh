#!/bin/sh
# List microcode updates, check them, and write what an early initramfs loads.
set -u
PATH=$PATH:/usr/sbin:/sbin
folder=$(mktemp -d) || exit 2
exec iucode_tool -tb -L "--write-earlyfw=$folder/early.img" "$1"
