# 9:9: error[expression-syntax] /seq/0/valid/any-of/1: unexpected `é`
#   expected  an operator or a value
#   found     `é`
meta: {id: bad}
seq:
  - {id: n,
     type: u1,
     valid: {any-of: [1,
       "é", mm]}}
