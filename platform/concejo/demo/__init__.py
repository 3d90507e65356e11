"""Ciudad Olmeda, a town that does not exist: a year of participation to look at and to try."""
