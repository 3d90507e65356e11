"""What a kind of act is: words, files, when it may be done, and the deed."""
