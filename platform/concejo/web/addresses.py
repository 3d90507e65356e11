"""How the number of a row stands in an address: `/proposals/{proposal:row}`."""

from starlette.convertors import IntegerConvertor


class RowConvertor(IntegerConvertor):
    """A number that a row can have; an address with any other leads nowhere, without asking."""

    regex = "[1-9][0-9]{0,17}"
