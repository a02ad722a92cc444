#!/bin/sh
# Make the sample files anew, with the tools that people use. See PROVENANCE.md.
# Debian packages: imagemagick sox zip tar gcc tzdata gettext wireshark-common default-jdk wabt
# sqlite3; from PyPI: mido.
set -eu
cd "$(dirname "$0")/files"
umask 022
export TZ=UTC LC_ALL=C
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p png gif bmp wav zip tar elf64 tzif gettext_mo pcap midi java_class wasm sqlite
# Pictures
convert -size 24x16 gradient:red-blue -strip png/rgb.png
convert -size 16x16 gradient:black-white -strip -colorspace Gray png/gray.png
convert -size 16x16 gradient:red-blue -colors 8 -set comment 'eight colors' PNG8:png/palette.png
convert -size 24x16 gradient:red-blue gif/still.gif
convert -delay 10 -size 10x10 xc:red xc:green xc:blue -loop 0 gif/animated.gif
convert -size 24x16 gradient:red-blue BMP3:bmp/version3.bmp
convert -size 24x16 gradient:red-blue BMP:bmp/version5.bmp
convert -size 20x9 gradient:red-blue -colors 16 -type palette -compress none BMP3:bmp/palette.bmp
# Sound
sox -R -n -r 8000 -b 16 -c 2 wav/stereo.wav synth 0.02 sine 440
sox -R -n -r 8000 -b 8 -c 1 wav/mono.wav synth 0.0101 sine 440
sox -R -n -r 8000 -e floating-point -b 32 wav/float.wav synth 0.01 sine 440
# Archives
printf 'first\n' > "$work/first.txt"
seq 1 200 > "$work/numbers.txt"
mkdir "$work/folder"
printf 'inside\n' > "$work/folder/inside.txt"
touch -d '2024-01-02 03:04:06' "$work"/*.txt "$work"/folder "$work"/folder/*
rm -f zip/*.zip
(cd "$work" && zip -q -X -0 stored.zip first.txt numbers.txt && zip -q -X -r deflated.zip .  -i '*.txt')
(cd "$work" && zip -q extra.zip first.txt)
mv "$work"/*.zip zip/
for format in ustar gnu; do
  tar -C "$work" --format=$format --owner=root:0 --group=root:0 --sort=name -cf tar/$format.tar \
    first.txt folder numbers.txt
done
# Programs
printf 'int table[3] = {1, 2, 3};\nint get(int i) { return table[i]; }\n' > "$work/get.c"
gcc -Os -fno-asynchronous-unwind-tables -c "$work/get.c" -o elf64/object.o
gcc -Os -fPIC -nostdlib -shared -Wl,-soname,get.so "$work/get.c" -o elf64/shared.so
printf 'public class Count implements Runnable {\n  static final long BIG = 1L << 40;\n  private double half = 0.5;\n  public void run() {\n    try { System.out.println("count " + half * BIG); } catch (RuntimeException e) { half = 0; }\n  }\n}\n' > "$work/Count.java"
javac -d java_class "$work/Count.java"
printf '(module (import "env" "log" (func $log (param i32))) (memory 1 2) (table 2 funcref) (data (i32.const 8) "hello") (func $add (export "add") (param i32 i32) (result i32) (local i64) local.get 0 local.get 1 i32.add) (func (export "run") i32.const 8 call $log) (elem (i32.const 0) $add))' > "$work/add.wat"
wat2wasm "$work/add.wat" -o wasm/add.wasm
wat2wasm --debug-names "$work/add.wat" -o wasm/names.wasm
# Data
cp /usr/share/zoneinfo/Europe/Berlin tzif/Berlin
cp /usr/share/zoneinfo/Etc/UTC tzif/UTC
cat > "$work/de.po" <<'PO'
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
msgid "file"
msgstr "Datei"
msgid "one finding"
msgid_plural "many findings"
msgstr[0] "ein Befund"
msgstr[1] "viele Befunde"
PO
msgfmt "$work/de.po" -o gettext_mo/little.mo
msgfmt --endianness=big "$work/de.po" -o gettext_mo/big.mo
msgfmt --no-hash "$work/de.po" -o gettext_mo/no_hash.mo
printf '0000 45 00 00 20 00 01 00 00 40 11 00 00 7f 00 00 01\n0010 7f 00 00 01 04 d2 00 35 00 0c 00 00 68 69 21 0a\n' > "$work/packet"
text2pcap -q -F pcap -e 0x800 "$work/packet" pcap/ethernet.pcap
text2pcap -q -F nsecpcap -l 101 "$work/packet" pcap/nanoseconds.pcap
python3 - <<'PY'
import mido
for kind in (0, 1):
    song = mido.MidiFile(type=kind)
    track = mido.MidiTrack()
    track.append(mido.MetaMessage("set_tempo", tempo=500000))
    track.append(mido.MetaMessage("time_signature", numerator=3, denominator=4))
    track.append(mido.Message("program_change", program=12))
    for note in (60, 64, 67):
        track.append(mido.Message("note_on", note=note, velocity=64, time=32))
        track.append(mido.Message("note_off", note=note, velocity=0, time=200))
    track.append(mido.Message("sysex", data=(1, 2, 3)))
    song.tracks.append(track)
    if kind:
        song.tracks.append(mido.MidiTrack([mido.MetaMessage("track_name", name="second")]))
    song.save(f"midi/format{kind}.mid")
PY
rm -f sqlite/*
sqlite3 sqlite/table.sqlite 'PRAGMA page_size=512; CREATE TABLE word(id INTEGER PRIMARY KEY, text TEXT); CREATE INDEX by_text ON word(text); WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<60) INSERT INTO word SELECT i, "word " || i FROM n;'

# The table of digests, at the end of PROVENANCE.md
cd ..
sed '/^| file /,$d' PROVENANCE.md > "$work/provenance"
{
  cat "$work/provenance"
  printf '| file | bytes | sha256 |\n|---|---|---|\n'
  (cd files && find . -type f | sed 's|^\./||' | LC_ALL=C sort) | while read -r name; do
    printf '| %s | %s | %s |\n' "$name" "$(wc -c < "files/$name" | tr -d ' ')" \
      "$(sha256sum "files/$name" | cut -d' ' -f1)"
  done
} > PROVENANCE.md
