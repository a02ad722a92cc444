rule each_match { strings: $a = "step" condition: for all i in (1..#a) : ( @a[i] > 0x10 and !a[i] == 4 ) }
rule each_number { strings: $a = "jump" condition: for any n in (1, 5, 300, 70000) : ( $a at n ) }
rule each_string { strings: $a = "left" $b = "right" condition: for 1 of them : ( # > 1 and @ < filesize ) }
rule nested { condition: for all i in (0..3) : ( for any k in (0..2) : ( uint8(i) + k == uint16be(k * 2) ) ) }
