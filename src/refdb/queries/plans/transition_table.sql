-- What stands for a transition table while a trigger function's statement is planned.
(select (null::{table}).* from generate_series(1, {rows}) offset 0)
