rule plain { strings: $a = "alpha" $b = "be\x00ta" fullword condition: $a and $b }
rule modifiers {
  strings:
    $n = "NoCa" nocase
    $w = "wide" wide ascii
    $x = "xored" xor(1-3)
    $p = "hidden" private
    $b = "encoded" base64
  condition: 2 of them or any of ($x, $p)
}
