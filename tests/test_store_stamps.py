"""Time-stamps on the chain (RFC 3161), asked of an authority that is made here (marsad/store/stamps.py)."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from marsad.errors import StoreError
from marsad.sources.fetch import Fetcher
from marsad.store import stamps
from marsad.store.engine import url_of
from marsad.store.store import Store
from tests.fetch_support import Reply, Site, site
from tests.sources_support import policy, run
from tests.store_support import arrival

CONFIG = """
[tsa]
default_tsa = one
[one]
dir = .
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""
EXTENSIONS = "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
EXTENSIONS += "extendedKeyUsage=critical,timeStamping\n"


def openssl(folder: Path, command: str) -> None:
    subprocess.run(["openssl", *command.split()], cwd=folder, check=True, capture_output=True)


def authority_in(folder: Path) -> Path:
    """Make an authority: a root certificate, and one for time-stamps that the root signed."""
    folder.mkdir()
    openssl(folder, "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=Root -keyout root.key -out root.pem")
    openssl(folder, "req -newkey rsa:2048 -nodes -subj /CN=Authority -keyout tsa.key -out tsa.csr")
    (folder / "ext").write_text(EXTENSIONS, encoding="ascii")
    openssl(
        folder,
        "x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 2 -extfile ext -out tsa.pem",
    )
    (folder / "config").write_text(CONFIG, encoding="ascii")
    (folder / "serial").write_text("01\n", encoding="ascii")
    return folder


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return authority_in(tmp_path_factory.mktemp("authority") / "a")


@pytest.fixture
def served(authority: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    def answer(query: bytes) -> Reply:
        (authority / "query").write_bytes(query)
        openssl(authority, "ts -reply -config config -section one -queryfile query -out reply")
        return Reply(200, {"Content-Type": "application/timestamp-reply"}, (authority / "reply").read_bytes())

    with site() as running:
        running.posted = answer
        monkeypatch.setattr("marsad.commands.stamping.asker", lambda: Fetcher(policy(running)))
        yield running


def stamped(database: str, served: Site, authority: Path) -> str:
    done = run(
        "timestamp", "--authority", f"{served.url}/tsa", "--certificate", str(authority / "root.pem"), "--db", database
    )
    assert done.exit_code == 0, done.output
    return str(done.stdout)


def test_the_chain_is_stamped_and_the_stamp_is_checked(database: str, served: Site, authority: Path) -> None:
    with Store.open(database) as store:
        store.add_many([arrival("r1")])
        sequence, head = store.head()
    told = stamped(database, served, authority)
    assert told.startswith(f"entry {sequence} of the chain was there at {dt.datetime.now(dt.UTC):%Y-%m-%d}")
    with Store.open(database) as store:
        (made,) = store.stamps()
        assert (made.sequence, made.head, made.authority) == (sequence, head, f"{served.url}/tsa")
        assert abs(made.at - dt.datetime.now(dt.UTC)) < dt.timedelta(minutes=5)
        assert stamps.check(made.token, head, made.roots) == made.at
        assert store.head()[0] == sequence + 1, "the stamp has an entry of its own"
        store.add_many([arrival("r2")])
        assert store.verify().problems == ()
    assert run("verify", "--db", database).exit_code == 0


def test_a_stamp_that_was_changed_is_found(database: str, served: Site, authority: Path, tmp_path: Path) -> None:
    with Store.open(database) as store:
        store.add_many([arrival("r1")])
    stamped(database, served, authority)
    other = authority_in(tmp_path / "other")
    engine = create_engine(url_of(database))
    with Store.open(database) as store:
        (made,) = store.stamps()
        changes = (
            ("token", made.token[:-1] + bytes([made.token[-1] ^ 1]), "its token was changed"),
            ("roots", (other / "root.pem").read_text(), "does not hold"),
            ("head", "0" * 64, "that the chain does not have"),
            ("at", "2016-12-05T00:00:00.000000+00:00", "its time was changed"),
            ("authority", "https://other.example/", "it was changed"),
        )
        for column, value, words in changes:
            with engine.begin() as connection:
                was = connection.execute(text(f"SELECT {column} FROM stamp")).scalar_one()
                connection.execute(text(f"UPDATE stamp SET {column} = :value"), {"value": value})
            assert any(words in problem.what for problem in store.verify().problems), column
            with engine.begin() as connection:
                connection.execute(text(f"UPDATE stamp SET {column} = :value"), {"value": was})
        assert store.verify().problems == ()
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM stamp"))
        assert store.verify().problems
    engine.dispose()


def test_an_answer_that_does_not_hold_is_not_kept(database: str, served: Site, authority: Path, tmp_path: Path) -> None:
    with Store.open(database) as store:
        store.add_many([arrival("r1")])
    other = authority_in(tmp_path / "other")
    address = ("timestamp", "--authority", f"{served.url}/tsa", "--db", database)
    wrong = run(*address, "--certificate", str(other / "root.pem"))
    assert wrong.exit_code == 2
    assert "the time-stamp does not hold" in wrong.stderr
    for reply, words in (
        (Reply(200, {}, b"no time-stamp"), "it is no time-stamp"),
        (Reply(503), "503"),
        (Reply(302, {"Location": "http://169.254.169.254/"}), "it redirects"),
    ):
        served.posted = lambda query, reply=reply: reply
        done = run(*address, "--certificate", str(authority / "root.pem"))
        assert done.exit_code == 2
        assert words in done.stderr
    missing = run(*address, "--certificate", str(tmp_path / "none.pem"))
    assert "its certificates cannot be read" in missing.stderr
    with Store.open(database) as store:
        assert store.stamps() == []


def test_an_authority_is_asked_within_the_policy_of_every_fetch(tmp_path: Path) -> None:
    database = str(tmp_path / "a.db")
    with Store.open(database) as store:
        store.add_many([arrival("r1")])
    (tmp_path / "root.pem").write_text("", encoding="ascii")
    for address, words in (("http://127.0.0.1/tsa", "loopback"), ("file:///etc/passwd", "only http and https")):
        done = run("timestamp", "--authority", address, "--certificate", str(tmp_path / "root.pem"), "--db", database)
        assert done.exit_code == 2
        assert words in done.stderr


def test_an_empty_record_has_nothing_to_stamp(database: str, tmp_path: Path) -> None:
    Store.open(database).close()
    (tmp_path / "root.pem").write_text("", encoding="ascii")
    done = run(
        "timestamp", "--authority", "http://x.example/", "--certificate", str(tmp_path / "root.pem"), "--db", database
    )
    assert done.exit_code == 2
    assert "the record is empty" in done.stderr


def test_what_is_no_certificate_is_said_to_be() -> None:
    with pytest.raises(StoreError, match="its certificates are none"):
        stamps.check(b"", "0" * 64, "no certificate")
