rule integers {
  condition:
    (filesize * 2 - 5 \ 3) % 7 == ~1 & 0xff | 3 ^ 9 or filesize << 2 > 0x1122334455667788 >> 3
    or int32(0) == -1 or uint32be(4) != 70000 or int8(filesize - 1) <= 300 or int16be(2) >= 5
}
rule reals { condition: filesize * 0.5 > 3.25 and filesize - 1.5 < 100.0 or -2.5 != 1.0 \ filesize or filesize + 0.25 >= 7.5 or 2.5 <= filesize * 1.5 }
rule defined_value { condition: defined uint8(filesize + 1) or not defined entrypoint }
