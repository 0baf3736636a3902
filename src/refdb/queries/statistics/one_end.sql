-- One value, where it is of this type.
case when given.type = {number} then given.value::{type} end
