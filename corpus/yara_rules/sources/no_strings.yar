rule never { condition: false }
rule small : size { condition: filesize < 10KB and not never }
