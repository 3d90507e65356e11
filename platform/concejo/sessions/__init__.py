"""Who is signed in where: revocable, listable, kept in the database."""
