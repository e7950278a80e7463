"""Certificates for servers of tests: an authority of the test's own, and what it vouches for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from parts.real_postgres import Certificate


class Authority:
    """An authority. ``roots``: its own certificate as a PEM file, to be trusted or not."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, _named(f"{name} of a test")
        self._key = ec.generate_private_key(ec.SECP256R1())
        made = _begun(self._name, self._name, self._key.public_key()).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        self.roots = folder / f"{name}.pem"
        self.roots.write_bytes(made.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM))

    def vouch(self, address: str) -> Certificate:
        """A certificate and key for a server at that name or IP address."""
        key = ec.generate_private_key(ec.SECP256R1())
        try:
            made_out = x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))])
        except ValueError:
            made_out = x509.SubjectAlternativeName([x509.DNSName(address)])
        made = _begun(_named(address), self._name, key.public_key()).add_extension(made_out, critical=False)
        found = Certificate(self._folder / f"{address}.crt", self._folder / f"{address}.key")
        found.chain.write_bytes(made.sign(self._key, hashes.SHA256()).public_bytes(Encoding.PEM))
        found.key.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        )
        return found


def _named(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words)])


def _begun(whose: x509.Name, by: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(whose)
        .issuer_name(by)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
    )
