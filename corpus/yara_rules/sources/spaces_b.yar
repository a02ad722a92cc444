rule shared_name { strings: $a = "other" condition: $a }
