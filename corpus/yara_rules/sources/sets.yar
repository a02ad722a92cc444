rule portions {
  strings: $a1 = "first" $a2 = "second" $a3 = "third" $b = "fourth"
  condition: 50% of ($a*) or none of ($b) or all of them in (0..512) or 2 of ($a*) in (4..filesize)
}
rule counts { strings: $a = "count" condition: #a in (0..100) == 2 or any of them or none of (portions) }
