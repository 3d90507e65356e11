"""The protocol pb1, byte by byte as docs/protocol.md writes it: what is sent, kept and published.

Values in, bytes and texts out, and back strictly: whatever is not the one spelling is Unreadable.
"""
