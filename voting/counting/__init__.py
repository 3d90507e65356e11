"""Close the box, count what is in it, count it again."""
