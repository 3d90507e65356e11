"""Which language to answer in."""

from concejo.i18n import DEFAULT, NAMES


def choose_language(chosen: str | None, accepted: str) -> str:
    """Take the language that was chosen, else the best accepted one, else Spanish."""
    if chosen in NAMES:
        return chosen
    wishes: list[tuple[float, str]] = []
    for part in accepted.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            wishes.append((float(weight or 1), tag.split("-")[0].lower()))
        except ValueError:
            continue
    known = [(weight, tag) for weight, tag in wishes if tag in NAMES and weight > 0]
    return max(known, key=lambda wish: wish[0])[1] if known else DEFAULT
