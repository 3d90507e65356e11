"""The issuing keys of an election, one a style, in files of the issuer's process."""
