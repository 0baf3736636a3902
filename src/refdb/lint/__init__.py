"""What is wrong with the SQL files: style, safety, bodies and the house's rules."""
