"""The secrets of an installation are made once, for all its processes, and for nobody else."""

from concurrent.futures import ThreadPoolExecutor
from secrets import token_bytes

from concejo.secret import keep_secret


def test_of_many_that_start_at_once_all_get_the_one_secret(tmp_path):
    path = tmp_path / "new folder" / "some.key"

    with ThreadPoolExecutor(16) as pool:
        given = set(pool.map(lambda _n: keep_secret(path, token_bytes(32)), range(64)))

    assert given == {path.read_bytes()}
    assert [file.name for file in path.parent.iterdir()] == ["some.key"]


def test_a_secret_stays_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "some.key"

    first = keep_secret(path, b"first")
    second = keep_secret(path, b"second")

    assert (first, second) == (b"first", b"first")
    assert path.stat().st_mode & 0o777 == 0o600
