rule described : one two three
{
  meta:
    author = "contentgate"
    level = -7
    checked = true
    draft = false
    empty = ""
  strings:
    $a = "meta"
  condition:
    $a
}
private rule helper { meta: id = 1 condition: filesize > 0 }
global rule everywhere { condition: helper }
rule uses { condition: helper and described and 1 of (helper, described) }
