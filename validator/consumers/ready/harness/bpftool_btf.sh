#!/bin/sh
# Print BTF raw, then as C.
set -u
PATH=$PATH:/usr/sbin:/sbin
bpftool btf dump file "$1" || exit
exec bpftool btf dump file "$1" format c
