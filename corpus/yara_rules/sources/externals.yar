rule outside {
  condition: flag and level > 3 and name == "gate" and ratio < 0.5 and name iequals "GATE" or name endswith "e" or name istartswith "G" or name iendswith "X"
}
