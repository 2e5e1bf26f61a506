"""A crawl in a child process, under the download handler and the resolver of a real crawl, with a name server of ours.

`python child.py ANSWERS PORT` reads a crawl document as `python -m scrapers` does. ANSWERS is JSON: name → the
addresses that it resolves to, one after another, the last one for good. Every connection goes to PORT on loopback
instead and is noted on stderr, so that a test sees what would have been connected.
"""

import ipaddress
import json
import socket
import sys
from typing import Any

from scrapy.settings import default_settings

from scrapers.crawl.child import main

real_connect = socket.socket.connect_ex


def answer_as_told(answers: dict[str, list[str]], port: int) -> None:
    """Take the place of the name server and of the network."""

    def next_address(name: str) -> str:
        found = answers.get(name)
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, f"no such name {name}")
        return found.pop(0) if len(found) > 1 else found[0]

    def gethostbyname(name: str) -> str:
        address = next_address(name)
        if ipaddress.ip_address(address).version == 6:
            raise socket.gaierror(socket.EAI_NONAME, f"no IPv4 address of {name}")
        return address

    def getaddrinfo(host: str, service: Any, *_: Any, **__: Any) -> list[Any]:
        address = next_address(host)
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [(family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, service))]

    def connect_ex(self: socket.socket, address: Any) -> int:
        sys.stderr.write(f"connected {address[0]}\n")
        return real_connect(self, ("127.0.0.1", port))

    socket.gethostbyname, socket.getaddrinfo = gethostbyname, getaddrinfo  # type: ignore[assignment]  # stand-ins
    socket.socket.connect_ex = connect_ex  # type: ignore[method-assign,assignment]  # stand-in


if __name__ == "__main__":
    answer_as_told(json.loads(sys.argv[1]), int(sys.argv[2]))
    # Scrapy remembers a name for the whole crawl, which alone would hide that the second answer is another one.
    default_settings.DNSCACHE_ENABLED = False
    main()
