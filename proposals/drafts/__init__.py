"""Write, preview, submit: a proposal on its way from its author to the moderators."""
