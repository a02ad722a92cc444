rule one_text { strings: $a = "contentgate" condition: $a }
