"""The archive: files of a vote in one zip, which is the same bytes each time."""

import io
import zipfile
from collections.abc import Mapping

#: The date of every file in the zip, so that two bundles of one vote are the same.
_DATE = (1980, 1, 1, 0, 0, 0)


def write_zip(files: Mapping[str, bytes]) -> bytes:
    """Write files into a zip, in their order."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return whole.getvalue()
