-- The values that a custom plan is made for.
select {values}
