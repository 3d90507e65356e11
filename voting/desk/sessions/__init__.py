"""Sessions at a desk: one officer, one place, one day, and how many sheets."""
