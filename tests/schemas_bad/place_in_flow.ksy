# 5:45: error[unknown-name] /seq/1/size: field is not declared
#   expected  a field of bad
#   found     mm
meta: {id: bad}
seq: [{id: n, type: u1}, {id: a, size: 'n + mm'}]
