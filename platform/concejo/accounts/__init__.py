"""Residents and staff: signing in, sessions, roles.

`guards` tells every handler who is asking; what an account has voted is nowhere in this room.
"""
