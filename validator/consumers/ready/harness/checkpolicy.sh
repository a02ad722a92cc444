#!/bin/sh
# Read a binary policy and write it out again. checkpolicy has to be told whether it is one with
# levels, which is the lowest bit of the word behind the version.
set -u
folder=$(mktemp -d) || exit 2
levels=
case $(od -An -v -t u1 -j 20 -N 1 "$1") in
*[13579]) levels=-M ;;
esac
exec checkpolicy ${levels:+"$levels"} -b -o "$folder/policy" "$1"
