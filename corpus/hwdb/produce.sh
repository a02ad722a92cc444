#!/bin/sh
# Make corpus/hwdb/valid, and the producer's own fault in invalid, with the real producers of
# Debian 12: systemd-hwdb (32-byte values) and udevadm hwdb (16-byte values), systemd 252.
# The sources are the here-documents and loops below, written for this corpus.
#
#   sh corpus/hwdb/produce.sh [ROOT]
#
# ROOT is an empty scratch folder; its name gets into the files, as systemd 252 stores the whole
# path of each source. Same bytes on every run with the same ROOT and producer.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=${1:-/tmp/hwdb}
conf=$root/etc/udev/hwdb.d

begin() {
    rm -rf "$root"
    mkdir -p "$conf"
}

finish() { # NAME: compile what is in $conf with file names and lines
    systemd-hwdb update --strict -r "$root"
    cp "$root/etc/udev/hwdb.bin" "$here/$1.bin"
    chmod 644 "$here/$1.bin"
}

finish_compat() { # NAME: compile in the older form
    udevadm hwdb --update --root="$root" 2>/dev/null
    cp "$root/etc/udev/hwdb.bin" "$here/$1.bin"
    chmod 644 "$here/$1.bin"
}

mkdir -p "$here/valid" "$here/invalid" "$here/seeds"

begin
printf '# nothing but a comment\n' >"$conf/10-empty.hwdb"
finish valid/empty
finish_compat valid/compat-empty

begin
printf 'sensor:demo\n DEMO_NAME=Demo\n' >"$conf/10-one.hwdb"
finish valid/one-match
finish_compat valid/compat-one-match

begin
cat >"$conf/10-usb.hwdb" <<'END'
# an invented bus
demo:v1D6B*
 ID_VENDOR_FROM_DATABASE=Demo Vendor

demo:v1D6Bp0002*
 ID_MODEL_FROM_DATABASE=Demo Hub
 ID_VENDOR_FROM_DATABASE=Demo Vendor

demo:v1D6Bp0003*
 ID_MODEL_FROM_DATABASE=Demo Stick
END
finish valid/vendor-and-models
finish_compat valid/compat-vendor-and-models

begin
cat >"$conf/10-globs.hwdb" <<'END'
input:*
 CLASS=any

input:b????v*
 CLASS=bus

input:b[0-3]*
 CLASS=low bus

?nput:x
 CLASS=one letter

[ij]nput:y
 CLASS=set
END
finish valid/globs-in-every-place

begin
cat >"$conf/10-multi.hwdb" <<'END'
key:a:*
key:b:*
key:c:*
 KEYBOARD_KEY_70001=media
 KEYBOARD_KEY_70002=calc
 KEYBOARD_KEY_70003=!mute
END
finish valid/several-matches-one-record

begin
for priority in 10 20 30 90; do
    printf 'over:*\n NAME=from %s\n ONLY_%s=1\n' $priority $priority >"$conf/$priority-over.hwdb"
done
finish valid/four-files-override

begin
i=0
match=n
while [ $i -lt 120 ]; do
    match=${match}a
    printf '%s\n DEPTH=%d\n\n' "$match" $i
    i=$((i + 1))
done >"$conf/10-deep.hwdb"
finish valid/deep-chain

begin
i=33
while [ $i -lt 256 ]; do
    # not '#', which starts a comment
    [ $i -ne 35 ] && printf "\\$(printf %03o $i)z\n B=%d\n\n" $i
    i=$((i + 1))
done >"$conf/10-wide.hwdb"
finish valid/wide-root

begin
i=0
{
    echo 'many:*'
    while [ $i -lt 300 ]; do
        printf ' KEY_%03d=value %d\n' $i $((i % 7))
        i=$((i + 1))
    done
} >"$conf/10-many.hwdb"
finish valid/many-values

begin
cat >"$conf/10-text.hwdb" <<'END'
name:Zürich*
 VENDOR=Größe & Söhne

name:Zäune*
 VENDOR=日本の会社

name:Zô*
 VENDOR=
END
finish valid/utf8-and-empty-value

begin
cat >"$conf/10-suffix.hwdb" <<'END'
one:database
 NAME=base
 LONG=a long database

two:base
 DATABASE=database
 BASE=se
END
finish valid/shared-suffixes

begin
{
    printf 'long:*\n TEXT='
    awk 'BEGIN { for (i = 0; i < 2000; i++) printf "0123456789" }'
    printf '\n'
} >"$conf/10-long.hwdb"
finish valid/long-value

begin
awk 'BEGIN { for (i = 0; i < 2048; i++) printf "p" ; printf "\n K=longest prefix\n" }' |
    sed '1s/^p/x/' >"$conf/10-prefix.hwdb"
finish valid/longest-prefix

begin
awk 'BEGIN {
    for (v = 0; v < 24; v++) {
        printf "pci:v%08X*\n ID_VENDOR_FROM_DATABASE=Vendor %d\n\n", 4096 + 37 * v, v
        for (d = 0; d < 8; d++)
            printf "pci:v%08Xd%08X*\n ID_MODEL_FROM_DATABASE=Device %d of %d\n\n",
                4096 + 37 * v, 17 * d * d + v, d, v
    }
}' >"$conf/10-bus.hwdb"
finish valid/bus-of-192-devices
finish_compat valid/compat-bus-of-192-devices

# What the producer writes and its own reader does not survive: systemd-hwdb 252 aborts in
# linebuf_rem on `systemd-hwdb query y:aaaaaaaaaaexx`.
begin
awk 'BEGIN { printf "y:aaaaaaaaaa*"; for (i = 0; i < 2100; i++) printf "b"; printf "\n K=1\n" }' \
    >"$conf/10-abort.hwdb"
finish invalid/prefix-too-long__aborts_systemd_252

cp "$here/valid/one-match.bin" "$here/valid/compat-one-match.bin" \
    "$here/valid/globs-in-every-place.bin" "$here/valid/vendor-and-models.bin" \
    "$here/valid/utf8-and-empty-value.bin" "$here/seeds/"
rm -rf "$root"
