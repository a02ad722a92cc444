#!/bin/sh
# Take the signature lists of a file apart. The attributes of efivarfs and the authentication
# header of a signed update are left out first, as sig-list-to-certs knows neither.
set -u
word() { # OFFSET: a number of 32 bits
    set -- $(od -An -v -t u4 -j "$1" -N 4 "$file" 2>&-)
    printf '%s' "${1:-0}"
}
file=$1
skip=0
if [ "$(word 0)" -lt 256 ]; then
    skip=4
fi
if [ "$(word $((skip + 20)))" = 250675712 ]; then # revision 0x0200, type 0x0ef1
    skip=$((skip + 16 + $(word $((skip + 16)))))
fi
folder=$(mktemp -d) || exit 2
tail -c "+$((skip + 1))" "$file" >"$folder/lists" || exit 2
cd "$folder" || exit 2
exec sig-list-to-certs lists out
