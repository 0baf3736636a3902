-- A part of a sequence's position: the furthest number in the column that it belongs to.
(select {function}({column}) from {only} {table})
