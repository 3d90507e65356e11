"""The duty of the electoral board: close the box, count what is in it, count it again."""
