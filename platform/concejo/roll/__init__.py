"""The electoral roll: who is entitled, which is not who is signed in."""
