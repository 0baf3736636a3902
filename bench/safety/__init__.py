"""Safety's verdicts beside squawk's alone, on the labelled battery, and how long they take."""
