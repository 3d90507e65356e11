"""The gate of the box: how the rest of the program reaches it, in whichever house it stands."""
