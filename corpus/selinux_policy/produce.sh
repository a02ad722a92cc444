#!/bin/sh
# Make corpus/selinux_policy/valid and seeds with the real compiler of Debian 12: secilc 3.4.
# The sources are in `sources/`, written for this corpus. Same bytes on every run.
#
#   sh corpus/selinux_policy/produce.sh
#
# Older versions lack InfiniBand (before 31) and extended permissions (before 30): those lines
# are left out, the compiler refuses them.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

compile() { # SOURCE VERSION UNKNOWN MLS FILE
    secilc -U "$3" -M "$4" -c "$2" "$1" -o "$here/$5" -f /dev/null
    chmod 644 "$here/$5"
}

mkdir -p "$here/valid" "$here/seeds"
sed -e '/^(ibpkeycon/d' -e '/^(ibendportcon/d' "$here/sources/harbor.cil" >"$work/v30.cil"
sed -e '/^(allowx/d' -e '/^(dontauditx/d' "$work/v30.cil" >"$work/v24.cil"
cat >"$work/sides.awk" <<'END'
/^\(mlsconstrain/ || /^\(mlsvalidatetrans/ || /^\(rangetransition/ || /^\(handleunknown/ { next }
{ sub(/^\(mls true\)/, "(mls false)"); print }
END
awk -f "$work/sides.awk" "$here/sources/harbor.cil" >"$work/plain.cil"

compile "$here/sources/smallest.cil" 33 deny true valid/smallest.33
compile "$here/sources/harbor.cil" 33 allow true valid/harbor.33
compile "$here/sources/harbor.cil" 31 reject true valid/harbor.31
compile "$work/v30.cil" 30 allow true valid/harbor.30
compile "$work/v24.cil" 28 allow true valid/harbor.28
compile "$work/v24.cil" 24 allow true valid/harbor.24
compile "$work/plain.cil" 33 deny false valid/harbor-plain.33
compile "$here/sources/smallest.cil" 30 deny true seeds/smallest.30
compile "$here/sources/harbor.cil" 32 deny true seeds/harbor.32
