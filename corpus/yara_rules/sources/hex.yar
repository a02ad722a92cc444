rule gaps { strings: $h = { 4D 5A ?? 00 [2-8] 50 45 } condition: $h at 0 }
rule chained { strings: $c = { 01 02 03 04 [300-900] 05 06 07 08 [-] 09 0A 0B 0C } condition: $c }
rule choice { strings: $j = { E8 ( 01 02 | 03 ?? 05 ) 5? C3 } condition: #j > 2 and @j[1] < 0x100 and !j[1] == 5 }
