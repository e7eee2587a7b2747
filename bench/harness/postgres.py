"""PostgreSQL 15 with PostGIS doing the same job in one function: find the grid by its polygon, the party by duty and area, the limits by
category, then insert ticket and entry. A cluster of its own under the scratch directory, on a free port of loopback, synchronous commit."""

import csv
import json
import re
import socket
import subprocess
from pathlib import Path

from live_engine import DISTRICT

_BIN = Path("/usr/lib/postgresql/15/bin")
_SQL = Path(__file__).with_name("postgres.sql")
_BATCH = 64  # whistles in one transaction
_SECONDS_MIN = 3  # connecting counts, and 64 clients take a while


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _rows(name: str) -> list[dict]:
    with (DISTRICT / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _district_sql() -> str:
    """The demonstration district as rows."""
    lines = []
    for area in _rows("areas.csv"):
        lines.append(f"INSERT INTO area VALUES ({_quoted(area['code'])}, {_quoted(area['tier'])}, {_quoted(area['parent'])});")
    for feature in json.loads((DISTRICT / "grids.geojson").read_text())["features"]:
        shape = _quoted(json.dumps(feature["geometry"]))
        lines.append(f"INSERT INTO grid VALUES ({_quoted(feature['properties']['code'])}, ST_SetSRID(ST_GeomFromGeoJSON({shape}), 4326));")
    for party in _rows("parties.csv"):
        for area in filter(None, party["area"].split(";")):
            for duty in filter(None, [*party["duties"].split(";"), "tier:" + party["kind"]]):
                lines.append(f"INSERT INTO duty VALUES ({_quoted(duty)}, {_quoted(area)}, {_quoted(party['code'])});")
    for number, row in enumerate(_rows("catalogue.csv")):
        lines.append(f"INSERT INTO category VALUES ({number}, {_quoted(row['code'])}, {_quoted(row['duty'] or 'tier:community')});")
    lines.append("INSERT INTO path SELECT * FROM paths; ANALYZE;")
    return "\n".join(lines)


class Postgres:
    name = "PostgreSQL"

    def __init__(self, directory: Path):
        self.directory = directory
        self.port = _free_port()
        directory.mkdir()
        subprocess.run(["chown", "postgres:", str(directory)], check=True)
        self._as_postgres(_BIN / "initdb", "-D", directory / "data", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories='' -c shared_buffers=512MB -c max_wal_size=8GB -c max_connections=200"
        self._as_postgres(_BIN / "pg_ctl", "-D", directory / "data", "-l", directory / "log", "-w", "-o", options, "start")
        self._sql(_SQL.read_text())
        self._sql(_district_sql())
        self.categories = len(_rows("catalogue.csv"))

    def _as_postgres(self, *command) -> str:
        done = subprocess.run(["runuser", "-u", "postgres", "--", *map(str, command)], capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise RuntimeError(f"{command[0]}: {done.stdout}{done.stderr}")
        return done.stdout

    def _connection(self) -> list[str]:
        return ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]

    def _sql(self, text: str) -> None:
        subprocess.run([_BIN / "psql", *self._connection(), "-q", "-v", "ON_ERROR_STOP=1", "postgres"], input=text, text=True, check=True, stdout=subprocess.DEVNULL)  # fmt: skip

    def rate(self, clients: int, seconds: float, batched: bool) -> float:
        """Whistles a second."""
        script = self.directory / "blow.sql"
        call = f"SELECT blow_many({_BATCH}, :lat, :lon, :category);" if batched else "SELECT blow(gen_random_uuid()::text, :lat, :lon, :category);"
        script.write_text(f"\\set lat random(366000000, 367600000)\n\\set lon random(1191000000, 1192600000)\n\\set category random(0, {self.categories - 1})\n{call}\n")
        command = [_BIN / "pgbench", *self._connection(), "-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-T", str(max(_SECONDS_MIN, round(seconds))), "-f", script, "postgres"]  # fmt: skip
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        found = re.search(r"tps = ([\d.]+)", said)
        if found is None:
            raise RuntimeError(f"pgbench gave no rate: {said}")
        return float(found.group(1)) * (_BATCH if batched else 1)

    def configurations(self):
        yield "one a transaction, 1 client", lambda seconds: self.rate(1, seconds, batched=False)
        yield "one a transaction, 64 clients", lambda seconds: self.rate(64, seconds, batched=False)
        yield f"{_BATCH} a transaction, 16 clients", lambda seconds: self.rate(16, seconds, batched=True)

    def end(self) -> None:
        self._as_postgres(_BIN / "pg_ctl", "-D", self.directory / "data", "-m", "immediate", "-w", "stop")
