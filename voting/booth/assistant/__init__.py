"""The assistant: does for a voter without JavaScript what the booth's program does in a browser."""
