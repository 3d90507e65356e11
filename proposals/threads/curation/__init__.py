"""Hide a comment that breaks the rules, with public reasons; show it again."""
