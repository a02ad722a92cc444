#!/bin/sh
# Make corpus/uefi_dbx/valid and seeds with real producers: efitools 1.9.2 and sbsigntool 0.9.4 of
# Debian 12, virt-firmware (PyPI), openssl for keys and certificates.
#
#   sh corpus/uefi_dbx/produce.sh
#
# Needs virt-fw-sigdb on PATH, or its path in VIRT_FW_SIGDB. Keys are made anew and thrown away,
# so the bytes differ from run to run; what is committed came from one run. Hashes are of text
# made here and of efitools' own programs.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
sigdb=${VIRT_FW_SIGDB:-virt-fw-sigdb}
owner=11111111-2222-3333-4444-123456789abc
other=77777777-8888-9999-aaaa-bbbbccccdddd
efi=$(dirname "$(find /usr/lib/efitools -name HelloWorld.efi | head -n 1)")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$here/valid" "$here/seeds"
cd "$work"

self_signed() { # NAME SUBJECT ALGORITHM...
    name=$1
    subject=$2
    shift 2
    openssl req -x509 -newkey "$@" -nodes -keyout "$name.key" -out "$name.pem" \
        -subj "$subject" -days 3650 2>/dev/null
}

keep() { # FILE NAME
    cp "$1" "$here/valid/$2"
    chmod 644 "$here/valid/$2"
}

self_signed pk "/CN=Demo platform key" rsa:2048
self_signed kek "/O=Demo/CN=Demo key exchange key" rsa:3072
self_signed db "/C=DE/O=Demo AG/OU=Firmware/CN=Demo signing key" rsa:4096
self_signed ec "/CN=Demo EC" ec -pkeyopt ec_paramgen_curve:prime256v1
openssl genpkey -algorithm ed25519 -out ed.key 2>/dev/null
printf '[req]\ndistinguished_name=d\n[d]\n' >small.cnf
openssl req -x509 -new -key ed.key -subj /CN=x -days 1 -config small.cnf -out ed.pem

# Bare lists of every producer.
cert-to-efi-sig-list -g $owner pk.pem pk.esl
cert-to-efi-sig-list -g $owner kek.pem kek.esl
cert-to-efi-sig-list db.pem db.esl
cert-to-efi-sig-list -g $owner ec.pem ec.esl
cert-to-efi-sig-list -g $owner ed.pem ed.esl
keep pk.esl certificate-rsa2048.esl
keep db.esl certificate-rsa4096-zero-owner.esl
keep ec.esl certificate-ec.esl
keep ed.esl certificate-ed25519-short.esl
hash-to-efi-sig-list "$efi/HelloWorld.efi" one.esl >/dev/null
hash-to-efi-sig-list "$efi"/*.efi hashes.esl >/dev/null
keep one.esl one-image-hash.esl
keep hashes.esl image-hashes.esl
for bits in 256 384 512; do
    cert-to-efi-hash-list -g $owner -s $bits db.pem revoke-$bits.esl
    keep revoke-$bits.esl revoke-sha$bits-for-ever.esl
done
cert-to-efi-hash-list -g $owner -s 256 -t "2024-02-29 23:59:59" kek.pem dated.esl
keep dated.esl revoke-sha256-from-leap-day.esl
openssl x509 -in ec.pem -outform DER -out ec.der
sbsiglist --owner $owner --type x509 --output sb.esl ec.der
keep sb.esl certificate-by-sbsiglist.esl
printf demo | openssl dgst -sha256 -binary >digest
sbsiglist --owner $owner --type sha256 --output sb-hash.esl digest
keep sb-hash.esl hash-by-sbsiglist.esl
set --
i=0
while [ $i -lt 200 ]; do
    digest=$(printf 'image %d' $i | openssl dgst -sha256 | sed 's/.*= //')
    set -- "$@" --add-hash $owner "$digest"
    i=$((i + 1))
done
"$sigdb" "$@" -o virt-hashes.esl >/dev/null
keep virt-hashes.esl hashes-200-by-virt-firmware.esl
"$sigdb" --add-cert $owner pk.pem --add-cert $other ec.pem --add-hash $other "$digest" \
    -o virt.esl >/dev/null
keep virt.esl mixed-by-virt-firmware.esl
cat pk.esl hashes.esl revoke-256.esl dated.esl ec.esl >mixed.esl
keep mixed.esl mixed-concatenated.esl

# Signed updates.
sign-efi-sig-list -t "2026-01-02 03:04:05" -g $owner -k pk.key -c pk.pem PK pk.esl pk.auth >/dev/null
sign-efi-sig-list -t "2026-01-02 03:04:05" -g $owner -k pk.key -c pk.pem KEK kek.esl kek.auth \
    >/dev/null
sign-efi-sig-list -t "1999-12-31 23:59:59" -k kek.key -c kek.pem db mixed.esl db.auth >/dev/null
sign-efi-sig-list -a -t "2024-02-29 00:00:00" -k kek.key -c kek.pem dbx hashes.esl dbx.auth \
    >/dev/null
keep pk.auth update-pk.auth
keep kek.auth update-kek.auth
keep db.auth update-db-mixed.auth
keep dbx.auth update-dbx-append.auth
sbvarsign --key pk.key --cert pk.pem --output sb.auth KEK kek.esl >/dev/null
keep sb.auth update-kek-by-sbvarsign.auth
sbvarsign --key pk.key --cert pk.pem --include-attrs --output sb-attrs.auth \
    --attr NON_VOLATILE,BOOTSERVICE_ACCESS,RUNTIME_ACCESS dbx one.esl >/dev/null
keep sb-attrs.auth update-dbx-with-attributes-by-sbvarsign.auth

# As efivarfs shows a variable: attributes, then the lists.
{
    printf '\047\000\000\000'
    cat mixed.esl
} >efivarfs.bin
keep efivarfs.bin efivarfs-db.bin

for name in one-image-hash.esl certificate-ed25519-short.esl revoke-sha384-for-ever.esl \
    update-dbx-append.auth update-dbx-with-attributes-by-sbvarsign.auth; do
    cp "$here/valid/$name" "$here/seeds/"
done
