rule shared_name { strings: $ = "anonymous" $ = "unnamed" condition: any of them }
