"""How often something was tried of late: after a few tries, the next ones wait ever longer."""
