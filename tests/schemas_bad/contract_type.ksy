# 9:11: error[invalid-value] /-contract/inputs/type: a fact has no such type
#   expected  one of int; bool; str; list<int>; list<str>; map<str,int>; map<int,int>
#   found     `map<str,integer>`
meta:
  id: sample
  endian: le
-contract:
  inputs:
    type: map<str,integer>
