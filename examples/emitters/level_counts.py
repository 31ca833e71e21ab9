"""Counts log lines a level and sends the counts once a second as StatsD counters over UDP. Standard library only.

    logging.getLogger().addHandler(LevelCountHandler("payments", host="web-01", version="1.4.2"))
"""

import logging
import os
import socket
import threading

EVERY_SECONDS = 1

# Sent as zero too: "no errors" and "nobody is there" must not look the same.
ALWAYS = ("INFO", "ERROR")

# What is between two numbers is as bad as the lower one.
NAMES = ((50, "FATAL"), (40, "ERROR"), (30, "WARN"), (20, "INFO"), (10, "DEBUG"), (0, "TRACE"))


class LevelCountHandler(logging.Handler):
    """`host` and `version` tell the canary from the stable instances; `address` is where `canary-verdict collect` listens."""

    def __init__(self, service, host=None, version=None, address=("127.0.0.1", 8125)):
        super().__init__()
        tags = [f"{key}:{value}" for key, value in (("host", host), ("version", version)) if value]
        self._service = service
        self._suffix = "|#" + ",".join(tags) if tags else ""
        self._address = address
        self._counts = dict.fromkeys(ALWAYS, 0)
        self._closed = threading.Event()
        self._pid = None
        self._start()

    def _start(self):
        # A fork (gunicorn --preload) takes no thread with it, and what was counted is the parent's to send.
        if self._pid is not None:
            self._counts = dict.fromkeys(ALWAYS, 0)
        self._pid = os.getpid()
        threading.Thread(target=self._run, name="level-counts", daemon=True).start()

    def _run(self):
        while not self._closed.wait(EVERY_SECONDS):
            self.flush()

    def emit(self, record):
        # logging calls this with the handler's lock held.
        if self._pid != os.getpid():
            self._start()
        name = next(name for number, name in NAMES if record.levelno >= number)
        self._counts[name] = self._counts.get(name, 0) + 1

    def flush(self):
        with self.lock:
            if self._pid != os.getpid():
                return
            lines = [f"{self._service}.logs.{name}:{count}|c{self._suffix}" for name, count in self._counts.items()]
            try:
                host, port = self._address
                family, kind, _, _, target = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
                with socket.socket(family, kind) as sender:
                    sender.sendto("\n".join(lines).encode(), target)
            except OSError:
                return  # What could not be sent waits for the next second.
            self._counts = dict.fromkeys(ALWAYS, 0)

    def close(self):
        # At the end of the process logging.shutdown() calls flush() before this.
        self._closed.set()
        super().close()
