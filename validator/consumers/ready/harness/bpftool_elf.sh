#!/bin/sh
# Link an object of BPF programs and make a skeleton of it. What the linker refuses does not count,
# as not every object is made to be linked; that it dies does.
set -u
PATH=$PATH:/usr/sbin:/sbin
folder=$(mktemp -d) || exit 2
bpftool gen object "$folder/linked.o" "$1"
status=$?
case $status in
13[2-9]) exit "$status" ;; # signals 4 to 11
esac
exec bpftool gen skeleton "$1" name content
