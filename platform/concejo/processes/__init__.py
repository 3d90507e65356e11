"""Participatory processes: their areas, envelopes of money and phases."""
