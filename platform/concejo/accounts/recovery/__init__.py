"""Another password: for whoever knows the present one, and for whoever forgot it."""
