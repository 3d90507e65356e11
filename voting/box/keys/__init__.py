"""The keys of a box, in files of the box's process: outside its database and its backups."""
