"""Make a process and change what it says."""
