"""Witnesses as whoever runs the site names them: `name=key,name=key`.

See “setup” in voting/README.md.
"""

from voting.core.protocol.parties import Witness


def write_witness(name: str, key: bytes) -> str:
    """Write one as it is named."""
    return f"{name}={key.hex()}"


def read_witnesses(text: str) -> tuple[Witness, ...]:
    """Read who the witnesses are, or raise ValueError with the piece that cannot be read."""
    witnesses = tuple(_read(piece.strip()) for piece in text.split(",") if piece.strip())
    for what in ({one.name for one in witnesses}, {one.key for one in witnesses}):
        if len(what) != len(witnesses):
            raise ValueError(f"CONCEJO_WITNESSES names a witness or a key twice: {text}")
    return witnesses


def _read(piece: str) -> Witness:
    name, _sign, key = piece.rpartition("=")
    try:
        return Witness(name, bytes.fromhex(key))
    except ValueError as error:
        raise ValueError(
            f"CONCEJO_WITNESSES: “{piece}” is not a name without spaces, an equals sign and a key"
            " of 64 hexadecimal letters, as `concejo witness key` prints them"
        ) from error
