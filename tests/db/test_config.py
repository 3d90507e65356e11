"""Where the databases are is said by two addresses."""

import pytest

from concejo.db import config


def test_a_server_is_named_as_libpq_names_it_and_the_pool_by_us():
    url = "postgres://rosa:p%40ss@example.org:5433/concejo?maxsize=20&sslmode=require"

    assert config.connection(url) == {
        "engine": "concejo.db.postgres",
        "credentials": {
            "dsn": "postgres://rosa:p%40ss@example.org:5433/concejo?sslmode=require",
            "maxsize": 20,
        },
    }


def test_a_server_may_be_reached_through_a_socket():
    url = "postgresql://postgres:@/concejo?host=/run/postgresql"

    assert config.dsn_of(url) == url


def test_a_file_may_lie_anywhere():
    assert config.file_of("sqlite:///var/lib/main.sqlite3") == "/var/lib/main.sqlite3"
    assert config.file_of("sqlite://main.sqlite3") == "main.sqlite3"
    assert config.file_of("sqlite://:memory:") == ":memory:"


def test_only_the_box_leaves_no_log():
    credentials = config.connection("sqlite://box.sqlite3", box=True)["credentials"]

    assert credentials == {
        "file_path": "box.sqlite3",
        "journal_mode": "DELETE",
        "secure_delete": "ON",
        "readers": 0,
    }
    assert config.connection("sqlite://a")["credentials"] == {"file_path": "a"}


def test_another_kind_of_database_is_refused():
    with pytest.raises(ValueError, match=r"mysql://…"):
        config.connection("mysql://rosa:secret@example.org/concejo")
