"""What a parcel costs, and where it is. Python's standard library only: http.server and sqlite3."""

import json
import os
import re
import signal
import sqlite3
import sys
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from rates import ZONES, quote

SCANS = ("accepted", "sorted", "in delivery", "delivered")


class Parcels:
    """The parcels on disk. One connection, one at a time: a parcel is small and so is this service."""

    def __init__(self, folder):
        self.lock = threading.Lock()
        self.database = sqlite3.connect(os.path.join(folder, "parcels.db"), check_same_thread=False)
        with self.lock, self.database:
            self.database.execute(
                "CREATE TABLE IF NOT EXISTS parcels"
                " (id TEXT PRIMARY KEY, grams INTEGER, zone TEXT, cents INTEGER, reference TEXT)"
            )
            self.database.execute(
                "CREATE TABLE IF NOT EXISTS scans (parcel TEXT, number INTEGER, state TEXT)"
            )

    def add(self, grams, zone, reference):
        parcel = (str(uuid.uuid4()), grams, zone, quote(grams, zone)["cents"], reference)
        with self.lock, self.database:
            self.database.execute("INSERT INTO parcels VALUES (?, ?, ?, ?, ?)", parcel)
            self.database.execute("INSERT INTO scans VALUES (?, 0, ?)", (parcel[0], SCANS[0]))
        return self.find(parcel[0])

    def find(self, key):
        with self.lock:
            row = self.database.execute("SELECT * FROM parcels WHERE id = ?", (key,)).fetchone()
            scans = self.database.execute(
                "SELECT state FROM scans WHERE parcel = ? ORDER BY number", (key,)
            ).fetchall()
        if row is None:
            return None
        names = ("id", "grams", "zone", "cents", "reference")
        return {**dict(zip(names, row)), "scans": [state for (state,) in scans]}

    def scan(self, key):
        parcel = self.find(key)
        if parcel is None:
            return None
        number = len(parcel["scans"])
        if number < len(SCANS):
            with self.lock, self.database:
                self.database.execute("INSERT INTO scans VALUES (?, ?, ?)", (key, number, SCANS[number]))
        return self.find(key)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave together
    parcels = None

    def do_GET(self):
        address = urlsplit(self.path)
        if address.path == "/health":
            return self.answer(200, {"status": "ok"})
        if address.path == "/rates":
            query = {name: values[0] for name, values in parse_qs(address.query).items()}
            return self.answer_quote(query.get("grams", ""), query.get("zone", ""))
        found = re.fullmatch(r"/parcels/([0-9a-f-]{36})", address.path)
        return self.answer_found(self.parcels.find(found[1]) if found else None)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        if self.path == "/parcels":
            return self.add(body)
        found = re.fullmatch(r"/parcels/([0-9a-f-]{36})/scans", self.path)
        return self.answer_found(self.parcels.scan(found[1]) if found else None)

    def add(self, body):
        try:
            wanted = json.loads(body)
            grams, zone, reference = wanted["grams"], wanted["zone"], str(wanted.get("reference", ""))
        except (ValueError, KeyError, TypeError):
            return self.answer(400, {"error": "grams and zone are needed"})
        if not isinstance(grams, int) or not 0 < grams <= 30_000 or zone not in ZONES:
            return self.answer(422, {"error": "no such weight or zone"})
        return self.answer(201, self.parcels.add(grams, zone, reference))

    def answer_quote(self, grams, zone):
        if not grams.isdigit() or not 0 < int(grams) <= 30_000 or zone not in ZONES:
            return self.answer(422, {"error": "no such weight or zone"})
        return self.answer(200, quote(int(grams), zone))

    def answer_found(self, parcel):
        return self.answer(404, {"error": "not found"}) if parcel is None else self.answer(200, parcel)

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main():
    Handler.parcels = Parcels(os.environ.get("DATA_DIR", "."))
    server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8080"))), Handler)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print(f"parcels on port {server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
