"""Competence, feasibility and cost, judged by the technical office."""
