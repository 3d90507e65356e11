"""What the office asks of a box in another house, and nobody else may."""
