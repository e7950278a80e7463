"""A listening TCP socket inside a process's own, otherwise empty network, under an address of the outside.

A library that speaks only TCP calls that address and reaches this socket, which the process hands to a
pinhole (see ``handing``): no packet leaves the namespace, and there is nothing else in it to be reached.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
from ipaddress import IPv4Address

_GET_FLAGS, _SET_FLAGS, _SET_ADDRESS = 0x8913, 0x8914, 0x8916
_UP = 0x1
_WAITING = 256


def listen_inside(address: str, port: int, descriptor: int) -> None:
    """Raise the loopback of this network namespace, listen there, and keep the socket as ``descriptor``.

    Raises OSError. Only for a network namespace of one's own.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as opened:
        _raise_loopback(opened)
        if not IPv4Address(address).is_loopback:
            _answer_to(opened, address)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((address, port))
        opened.listen(_WAITING)
        os.dup2(opened.fileno(), descriptor, inheritable=True)


def _raise_loopback(any_socket: socket.socket) -> None:
    asked = struct.pack("16sh22x", b"lo", 0)
    (flags,) = struct.unpack_from("h", fcntl.ioctl(any_socket, _GET_FLAGS, asked), 16)
    fcntl.ioctl(any_socket, _SET_FLAGS, struct.pack("16sh22x", b"lo", flags | _UP))


def _answer_to(any_socket: socket.socket, address: str) -> None:
    family = struct.pack("=HH4s8x", socket.AF_INET, 0, IPv4Address(address).packed)
    fcntl.ioctl(any_socket, _SET_ADDRESS, struct.pack("16s16s8x", b"lo:s3", family))
