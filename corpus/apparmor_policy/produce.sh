#!/bin/sh
# Make corpus/apparmor_policy/valid and seeds with the real producer of Debian 12:
# apparmor_parser 3.0.8. Sources and feature files are the here-documents below, written for this
# corpus. Same bytes on every run with the same producer.
#
#   sh corpus/apparmor_policy/produce.sh [SCRATCH]
set -eu

here=$(cd "$(dirname "$0")" && pwd)
scratch=${1:-/tmp/apparmor_policy}
rm -rf "$scratch"
mkdir -p "$scratch" "$here/valid" "$here/invalid" "$here/seeds"

# What the kernel that the policy is for can do: a late one, one with differential encoding, and
# an early one that knows network rules as an array only.
cat >"$scratch/late" <<'END'
caps {mask {chown kill net_admin sys_admin
}
}
domain {change_hat {yes
}
change_profile {yes
}
stack {yes
}
}
file {mask {create read write exec append mmap_exec link lock
}
}
mount {mask {mount umount pivot_root
}
}
namespaces {profile {yes
}
}
network_v8 {af_mask {unix inet inet6
}
}
policy {set_load {yes
}
versions {v8 {yes
}
v7 {yes
}
v6 {yes
}
v5 {yes
}
}
}
ptrace {mask {read trace
}
}
rlimit {mask {cpu nofile nice
}
}
signal {mask {hup int term
}
}
END
sed 's/set_load {yes/set_load {yes\n}\ndiff_encode {yes/' "$scratch/late" >"$scratch/diff"
cat >"$scratch/early" <<'END'
caps {mask {chown kill
}
}
file {mask {create read write exec append mmap_exec link lock
}
}
network {af_mask {unix inet inet6
}
}
policy {versions {v5 {yes
}
}
}
END

compile() { # NAME FEATURES [OPTION...]: source on standard input
    name=$1
    features=$2
    shift 2
    cat >"$scratch/$name.aa"
    apparmor_parser -Q -K -q -M "$scratch/$features" "$@" -o "$here/valid/$name.bin" "$scratch/$name.aa"
    chmod 644 "$here/valid/$name.bin"
}

compile nothing-allowed late <<'END'
profile nothing { }
END

compile one-file-rule late <<'END'
profile reader flags=(complain) { /srv/demo/in r, }
END

compile attached-with-exec-targets late <<'END'
profile agent /usr/bin/demo-agent {
  /srv/demo/** r,
  /usr/bin/one px -> first_helper,
  /usr/bin/two px -> &second_helper,
  /usr/bin/three px -> :demo:third_helper,
  /usr/bin/four ix,
  /usr/bin/five Ux,
}
END

compile hats-and-children late <<'END'
profile server {
  /srv/demo/page r,
  /usr/bin/cgi cx -> cgi,
  ^guest { /srv/demo/guest r, }
  profile cgi { /srv/demo/cgi r, }
}
END

compile limits-and-capabilities late <<'END'
profile bounded flags=(audit) {
  set rlimit nofile <= 64,
  set rlimit cpu <= 10,
  set rlimit nice <= -5,
  capability chown,
  audit capability kill,
  deny capability sys_admin,
}
END

compile modes late <<'END'
profile free flags=(unconfined) { }
profile strict flags=(kill) { }
END

compile namespace late <<'END'
profile :demo:inside { /srv/demo/inside r, }
END

compile path-flags late <<'END'
profile detached flags=(attach_disconnected,mediate_deleted) { /srv/demo/* rw, }
END

compile network-array early <<'END'
profile online { network inet stream, deny network inet6, audit network unix, /srv/a r, }
END

compile merged-classes late -O equiv <<'END'
profile merged /opt/demo/* { /srv/[a-m]*/x r, /srv/[n-z]*/y w, signal (send) peer=agent, }
END

compile differential diff -O diff-encode <<'END'
profile differing { /srv/a*b r, /srv/ab*c w, /srv/abc*d rw, /srv/abcd*e r, /srv/ab[cd]e* r, }
END


cp "$here/valid/one-file-rule.bin" "$here/valid/attached-with-exec-targets.bin" \
    "$here/valid/limits-and-capabilities.bin" "$here/valid/differential.bin" \
    "$here/valid/hats-and-children.bin" "$here/seeds/"
rm -rf "$scratch"
