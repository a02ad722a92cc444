# 9:14: error[expression-syntax] /instances/total/value: the escape is not known
#   expected  one of \a \b \t \n \v \f \r \e \" \' \\ \uXXXX \NNN
#   found     `\q`
meta:
  id: sample
  endian: le
instances:
  total:
    value: '"\q"'
