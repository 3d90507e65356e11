"""Set the calendar of a process, or start a phase at once."""
