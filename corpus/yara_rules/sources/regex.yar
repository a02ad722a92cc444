rule words { strings: $a = /ab{2,5}c+[d-f]*(gh|ij)?/ condition: $a }
rule anchored { strings: $a = /^\w+\s\d{3}$/ $b = /start.{0,40}?end/is condition: any of them }
rule classes { strings: $c = /k[^a-z]{1,3}\W\S\D\b[xyz]q/ wide condition: $c in (0..1024) }
