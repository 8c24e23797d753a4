#!/usr/bin/env python3
"""Measures `nightjar serve`: how fast it stores events while rules are live, what many rules cost, and whether it stays as it is
over a long time. Prints rows of Markdown tables. Only Python's own library is needed.

usage: Benchmarks/engine.py throughput|period|rules|soak [options]

throughput  files in a watched folder, with all rules, without rules, and the same rows inserted with GRDB alone
period      runs of the first built-in rule over single hours of a large store (--store: a data folder, which is copied)
rules       processor time that many rules on a five-minute schedule cost, at 200 events a second
soak        2,000 events a second through the bulk API for ten minutes: memory, lag of inputs, cursors and runs

Build before: swift build -c release --product nightjar; swift build -c release --product storage-bench
"""
import argparse
import base64
import glob
import gzip
import http.client
import json
import os
import re
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
import uuid

TICKS = os.sysconf("SC_CLK_TCK")
PASSWORD = "a long enough passphrase"


def say(text):
    """Progress, beside the tables."""
    print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)


class Server:
    """A `nightjar serve` with a data folder and a configuration of its own."""

    def __init__(self, options, name, rules=(), store=None):
        self.folder = os.path.abspath(f"{options.work}/{name}")
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        self.data = f"{self.folder}/data"
        self.inbox = f"{self.data}/inbox"
        if store:
            subprocess.run(["cp", "-a", "--reflink=auto", store, self.data], check=True)
        self.name = name
        paths = ", ".join(json.dumps(os.path.abspath(path)) for path in rules)
        with open(f"{self.folder}/nightjar.toml", "w", encoding="utf-8") as file:
            file.write(f"[rules]\nbuiltin = {'true' if store else 'false'}\npaths = [{paths}]\n{options.settings}\n")
        self.log = f"{self.folder}/serve.log"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [options.program, "serve", "--config", f"{self.folder}/nightjar.toml", "--data", self.data,
                 "--listen", "127.0.0.1:0"],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log)
        self.port = int(self.find(r"url=http://127\.0\.0\.1:([0-9]+) ", 300))
        self.key = self.sign_in(self.find(r"set-up\?token=([A-Za-z0-9_-]+)", 60))
        self.local = threading.local()

    def find(self, pattern, seconds):
        """The first group of what the log says sooner or later."""
        end = time.time() + seconds
        while time.time() < end:
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended: see {self.log}")
            with open(self.log, encoding="utf-8", errors="replace") as file:
                found = re.search(pattern, file.read())
            if found:
                return found.group(1)
            time.sleep(0.1)
        raise SystemExit(f"the server did not start in {seconds} s: see {self.log}")

    def sign_in(self, token):
        """Makes the first user and a key, as `Authorization` has it."""
        origin = f"http://127.0.0.1:{self.port}"
        form = urllib.parse.urlencode({"token": token, "name": "ada", "password": PASSWORD})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("POST", "/set-up", form,
                           {"content-type": "application/x-www-form-urlencoded", "origin": origin})
        connection.getresponse().read()
        basic = base64.b64encode(f"ada:{PASSWORD}".encode()).decode()
        connection.request("POST", "/api/nightjar/keys", json.dumps({"name": "bench", "roles": ["admin"]}),
                           {"content-type": "application/json", "authorization": f"Basic {basic}"})
        answer = connection.getresponse()
        text = answer.read()
        if answer.status != 201:
            raise SystemExit(f"no key: {answer.status} {text[:300]}")
        connection.close()
        return f"ApiKey {json.loads(text)['encoded']}"

    def request(self, method, path, body=None, kind="application/x-ndjson"):
        """One request on this thread's connection, which stays open."""
        for attempt in range(2):
            connection = getattr(self.local, "connection", None)
            if connection is None:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
                self.local.connection = connection
            try:
                headers = {"authorization": self.key}
                if body is not None:
                    headers["content-type"] = kind
                connection.request(method, path, body, headers)
                answer = connection.getresponse()
                return answer.status, answer.read()
            except (http.client.HTTPException, OSError):
                connection.close()
                self.local.connection = None
                if attempt:
                    raise
        raise AssertionError

    def metrics(self):
        """The values of `/metrics`."""
        status, text = self.request("GET", "/metrics")
        if status != 200:
            raise SystemExit(f"/metrics answers {status}")
        lines = (line.rsplit(" ", 1) for line in text.decode().splitlines() if not line.startswith("#"))
        return {name: float(value) for name, value in lines}

    def run_lag(self):
        """By how many seconds the rule that is furthest behind its schedule is late."""
        status, text = self.request("GET", "/api/nightjar/health")
        if status != 200:
            raise SystemExit(f"health answers {status}")
        lag = json.loads(text)["rules"]["lag"]
        return lag["seconds"] if lag else 0

    def processor(self):
        """Processor seconds so far."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self):
        """Memory in use and its peak, in MB."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as file:
            values = dict(line.split(":", 1) for line in file if line.startswith("Vm"))
        return [int(values[name].split()[0]) / 1000 for name in ("VmRSS", "VmHWM")]

    def ask(self, sql):
        """Reads the store from outside, as any other process may."""
        connection = sqlite3.connect(f"file:{self.data}/nightjar.sqlite?mode=ro", uri=True, timeout=10)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def cursor_lag(self):
        """How many events the rule that judges on arrival and is furthest behind has not judged."""
        rows = self.ask("SELECT (SELECT seq FROM arrivals) - min(position) FROM rule_cursors WHERE name = 'arrival'")
        return rows[0][0] or 0

    def bytes(self):
        """The size of the store's file in bytes."""
        return self.ask("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")[0][0]

    def stop(self):
        """Ends the server in order."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(120)
        return self.process.returncode


def table(titles, rows):
    """Prints a Markdown table."""
    print("\n| " + " | ".join(titles) + " |")
    print("|" + "---|" * len(titles))
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)


# Throughput


def shift_times(source, target, seconds):
    """Copies gzip files of records; their times become those of the last seconds, in their order."""
    os.makedirs(target)
    files = sorted(glob.glob(f"{source}/*.gz"))
    start = time.time() - seconds
    pattern = re.compile(rb'"eventTime":"[^"]*"')
    for number, path in enumerate(files):
        with gzip.open(path) as file:
            text = file.read()
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(start + seconds * number / len(files)))
        text = pattern.sub(f'"eventTime":"{stamp}"'.encode(), text)
        with open(f"{target}/{os.path.basename(path)}", "wb") as file:
            file.write(gzip.compress(text, 1))


def wait_before_tick(seconds):
    """Waits until so many seconds before a full five minutes, when most rules run."""
    rest = 300 - (time.time() + seconds) % 300
    say(f"waiting {rest:.0f} s for the schedule")
    time.sleep(rest)


def taken_in(server, files, expected, before_tick):
    """Puts files into the watched folder at once and measures until so many events are stored."""
    if before_tick:
        wait_before_tick(before_tick)
    waiting = f"{server.folder}/waiting"
    os.makedirs(waiting)
    for path in glob.glob(f"{files}/*.gz"):
        shutil.copy(path, waiting)
    before = server.metrics()
    processor = server.processor()
    os.makedirs(server.inbox, exist_ok=True)
    os.rename(waiting, f"{server.inbox}/files")
    stored = "nightjar_events_stored_total"
    curve = []
    while True:
        values = server.metrics()
        count = values[stored] - before[stored]
        if count and (not curve or count > curve[-1][1]):
            curve.append((time.perf_counter(), count, server.processor() - processor))
        if count >= expected:
            break
        if curve and time.perf_counter() - curve[-1][0] > 60:
            raise SystemExit(f"{count:,.0f} of {expected:,} events were stored: see {server.log}")
        time.sleep(0.05)
    (first, early, used), (last, late, all_used) = curve[0], curve[-1]
    return {
        "events": late, "rate": (late - early) / (last - first),
        "processor_rate": (late - early) / max(all_used - used, 1e-9),
        "peak": server.memory()[1], "bytes": server.bytes() / late,
        "alerts": server.ask("SELECT count(*) FROM alerts")[0][0],
        "runs": values["nightjar_rule_runs_total"] - before["nightjar_rule_runs_total"],
    }


def bare(options, files):
    """The same rows inserted with GRDB alone: rows a second by the clock and of the processor, bytes of each."""
    folder = f"{options.work}/bare"
    shutil.rmtree(folder, ignore_errors=True)
    text = subprocess.run([options.bench, "bare", folder, files], capture_output=True, text=True, check=True).stdout
    shutil.rmtree(folder)
    clock, processor = re.findall(r"(\d+) events/s", text)
    return float(clock), float(processor), float(re.search(r"an event\t([0-9.]+) B", text).group(1))


def throughput(options):
    """Files in a watched folder."""
    kinds = [("invented", None)]
    if os.path.exists(f"{options.tools}/make_corpus.py"):
        corpus = f"{options.work}/real"
        if not os.path.isdir(f"{corpus}/corpus"):
            subprocess.run([sys.executable, f"{options.tools}/make_corpus.py", str(options.count), "5000", corpus],
                           stdout=subprocess.DEVNULL, check=True)
            shutil.rmtree(f"{corpus}/corpus-plain")
        kinds.append(("real", f"{corpus}/corpus"))
    rows = []
    for kind, corpus in kinds:
        if options.kind and kind != options.kind:
            continue
        results = {"without": [], "with": [], "bare": []}
        for run in range(options.runs):
            for way, rules in (("without", []), ("with", options.rules)):
                files = f"{options.work}/files-{kind}"
                shutil.rmtree(files, ignore_errors=True)
                if way == "with":
                    server = Server(options, f"throughput-{kind}", rules)
                    time.sleep(2)
                    wait_before_tick(options.before_tick + 25)
                else:
                    server = Server(options, f"throughput-{kind}", rules)
                # The events are of the last minutes, so that the runs of rules look at them.
                if corpus:
                    shift_times(corpus, files, 200)
                else:
                    step = 200_000_000 // options.count
                    start = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 200))
                    subprocess.run([options.bench, "texts", files, str(options.count), start, str(step)], check=True)
                measured = taken_in(
                    server, files, options.count, options.before_tick if way == "with" else 0)
                if server.stop() != 0:
                    raise SystemExit(f"the server did not end in order: see {server.log}")
                shutil.rmtree(server.data)
                results[way].append(measured)
                say(f"{kind} {way}: {measured}")
                if way == "with":
                    results["bare"].append(bare(options, files))
                    say(f"{kind} bare: {results['bare'][-1]}")
        clock, processor, size = (statistics.median(values) for values in zip(*results["bare"]))
        rows.append([f"{kind}: GRDB alone", f"{clock:,.0f}", "1.00", f"{processor:,.0f}", "1.00", "", f"{size:,.0f}", "", ""])
        for way, name in (("without", "`serve` without rules"), ("with", "`serve` with all AWS rules")):
            def median(key):
                return statistics.median(value[key] for value in results[way])
            rows.append([
                f"{kind}: {name}", f"{median('rate'):,.0f}", f"{median('rate') / clock:.2f}",
                f"{median('processor_rate'):,.0f}", f"{median('processor_rate') / processor:.2f}",
                f"{median('peak'):,.0f}", f"{median('bytes'):,.0f}", f"{median('alerts'):,.0f}",
                f"{median('runs'):,.0f}"])
    table(["records, program", "events/s", "of GRDB alone", "events/s of the processor", "of GRDB alone", "peak MB",
           "bytes on disk an event", "alerts", "runs of rules"], rows)


# One rule over an hour


def period(options):
    """Runs of the first rule over hours of a store, each asked for through the API, once and once more."""
    if not options.store:
        raise SystemExit("--store is missing")
    server = Server(options, "period", store=options.store)
    rule = server.ask("SELECT rule_id FROM rule_versions WHERE is_current = 1 AND "
                      "json_extract(text, '$.rule.name') = 'AWS Configuration Recorder Stopped'")[0][0]
    days = [row for row in server.ask("SELECT day, rows FROM partitions WHERE day IS NOT NULL ORDER BY day") if row[1] > 1000]
    rows = []
    for turn in ("the first time", "once more"):
        for day, _ in days:
            start = day * 86400 + 12 * 3600
            body = {name: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at)) for name, at in (("from", start), ("to", start + 3599))}
            before = server.processor()
            status, text = server.request(
                "POST", f"/api/nightjar/rules/{rule}/_backfill", json.dumps(body).encode(), "application/json")
            if status != 200:
                raise SystemExit(f"_backfill answers {status}: {text[:300]}")
            rows.append((turn, server.processor() - before))
    runs = server.ask("SELECT (finished - started) / 1e6, events, alerts FROM runs WHERE kind = 'backfill' ORDER BY id")
    events = server.ask("SELECT sum(rows) FROM partitions")[0][0]
    server.stop()
    shutil.rmtree(server.data)
    lines = []
    for turn in ("the first time", "once more"):
        part = [run for run, row in zip(runs, rows) if row[0] == turn]
        used = sum(row[1] for row in rows if row[0] == turn) / len(part)
        lines.append([
            turn, f"{len(part)}", f"{statistics.median(run[0] for run in part):.1f}", f"{max(run[0] for run in part):.1f}",
            f"{1000 * used:.0f}", f"{sum(run[1] for run in part)}", f"{sum(run[2] for run in part)}"])
    print(f"\nThe store has {events:,} events.")
    table(["run over one hour", "runs", "ms (median)", "ms (longest)", "ms of the processor, with the request (mean)",
           "events that match", "new alerts"], lines)


# A steady stream


class Stream:
    """Records that look as if they happened now: invented ones, and every five-hundredth one of a corpus of real ones."""

    def __init__(self, options, count=20_000):
        files = f"{options.work}/stream"
        shutil.rmtree(files, ignore_errors=True)
        subprocess.run([options.bench, "texts", files, str(count)], check=True)
        self.texts = self.read(files, without="StopConfigurationRecorder")
        real = sorted(glob.glob(f"{options.work}/real/corpus/*.gz"))
        self.rare = self.read(f"{options.work}/real/corpus", 4) if real else []
        self.number = 0

    @staticmethod
    def read(folder, files=None, without=None):
        """The records of gzip files, each cut where its time and its identifier stand."""
        result = []
        for path in sorted(glob.glob(f"{folder}/*.gz"))[:files]:
            with gzip.open(path) as file:
                for record in json.load(file)["Records"]:
                    if "eventID" not in record:
                        continue
                    record["eventTime"], record["eventID"] = "\x01", "\x02"
                    text = json.dumps(record, separators=(",", ":"))
                    if without and without in text:
                        continue
                    parts = re.split(r"\\u0001|\\u0002", text)
                    if len(parts) == 3:
                        result.append((parts, text.index("\\u0001") < text.index("\\u0002")))
        return result

    def body(self, count):
        """The body of a bulk request of so many records of this second."""
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        lines = []
        for _ in range(count):
            self.number += 1
            source = self.texts
            if self.rare and self.number % 500 == 0:
                source = self.rare
            parts, is_time_first = source[(self.number * 7919 if source is self.texts else self.number // 500) % len(source)]
            new = str(uuid.uuid4())
            first, second = (now, new) if is_time_first else (new, now)
            lines.append(f'{{"create":{{}}}}\n{parts[0]}{first}{parts[1]}{second}{parts[2]}\n')
        return "".join(lines).encode()


class Sender(threading.Thread):
    """Sends at a steady rate, one request after the other, on one connection."""

    def __init__(self, stream, servers, rate, batch, seconds):
        super().__init__(daemon=True)
        self.stream, self.servers, self.rate, self.batch, self.seconds = stream, servers, rate, batch, seconds
        self.sent = 0
        # For each request when its answer came and by how much later than the request was due.
        self.lags = []
        self.failure = None

    def run(self):
        try:
            self.send()
        except BaseException as error:  # noqa: told to the main thread
            self.failure = error

    def send(self):
        start = time.perf_counter()
        due = 0.0
        while due < self.seconds:
            pause = start + due - time.perf_counter()
            if pause > 0:
                time.sleep(pause)
            body = self.stream.body(self.batch)
            for server in self.servers:
                status, text = server.request("POST", "/logs-aws.cloudtrail-default/_bulk?filter_path=errors,took", body)
                if status != 200 or json.loads(text)["errors"]:
                    raise SystemExit(f"bulk answers {status}: {text[:300]}")
            self.sent += self.batch
            self.lags.append((time.perf_counter() - start, time.perf_counter() - start - due))
            due += self.batch / self.rate


# Many rules


def variants(options, count, target):
    """Writes so many rules on a five-minute schedule, variants of the given ones with names of their own."""
    shutil.rmtree(target, ignore_errors=True)
    os.makedirs(target)
    sources = sorted(path for folder in options.rules for path in glob.glob(f"{folder}/*.toml"))
    for number in range(count):
        path = sources[number % len(sources)]
        with open(path, encoding="utf-8") as file:
            text = file.read()
        text = re.sub(r'^rule_id = ".*"$', f'rule_id = "{uuid.uuid5(uuid.NAMESPACE_URL, f"{path}#{number}")}"', text, flags=re.M)
        text = re.sub(r'^name = "(.*)"$', rf'name = "\1 ({number})"', text, count=1, flags=re.M)
        text = re.sub(r"^interval = .*\n", "", text, flags=re.M)
        text = re.sub(r"^\[rule\]$", '[rule]\ninterval = "5m"', text, count=1, flags=re.M)
        with open(f"{target}/rule-{number:04d}.toml", "w", encoding="utf-8") as file:
            file.write(text)


def rules_cost(options):
    """Two servers take the same events; one of them has rules."""
    target = f"{options.work}/variants"
    variants(options, options.variants, target)
    stream = Stream(options)
    servers = [Server(options, "rules-none"), Server(options, "rules-many", [target])]
    # A first full period fills what rules look back at; it is not measured. Runs are over long before the measuring ends.
    warm = 300 - time.time() % 300 + 90
    seconds = options.seconds or 600
    say(f"{warm:.0f} s to begin with, then {seconds} s")
    sender = Sender(stream, servers, 200, 100, warm + seconds + 5)
    sender.start()
    time.sleep(warm)
    before = [(server.processor(), server.metrics()) for server in servers]
    start = time.perf_counter()
    while time.perf_counter() - start < seconds and sender.failure is None:
        time.sleep(min(10, max(0.1, seconds - (time.perf_counter() - start))))
        say(f"processor {[round(server.processor(), 1) for server in servers]}, "
            f"memory {[round(server.memory()[0]) for server in servers]}, lag {servers[1].run_lag()} s")
    if sender.failure:
        raise sender.failure
    elapsed = time.perf_counter() - start
    shares = []
    rows = []
    for server, (used, old) in zip(servers, before):
        new = server.metrics()
        share = (server.processor() - used) / elapsed
        shares.append(share)
        rows.append([
            "no rules" if server is servers[0] else f"{options.variants} rules",
            f"{(new['nightjar_events_stored_total'] - old['nightjar_events_stored_total']) / elapsed:,.0f}",
            f"{new['nightjar_rule_runs_total'] - old['nightjar_rule_runs_total']:,.0f}",
            f"{new['nightjar_rule_run_failures_total'] - old['nightjar_rule_run_failures_total']:,.0f}",
            f"{server.ask('SELECT count(*) FROM alerts')[0][0]:,}", f"{100 * share:.1f} %", f"{server.memory()[1]:,.0f}"])
    sender.join()
    for server in servers:
        server.stop()
    table(["rules every 5 minutes", "events/s", "runs", "failed runs", "alerts", "of one core", "peak MB"], rows)
    print(f"\nThe rules cost {100 * (shares[1] - shares[0]):.1f} % of one core.")


# Soak


def soak(options):
    """A steady stream for a long time."""
    stream = Stream(options)
    server = Server(options, "soak", options.rules)
    seconds = options.seconds or 600
    sender = Sender(stream, [server], options.rate, options.batch, seconds)
    samples = []
    sender.start()
    start = time.perf_counter()
    lag_place = 0
    while time.perf_counter() - start < seconds and sender.failure is None:
        time.sleep(10 - (time.perf_counter() - start) % 10)
        lags = sender.lags
        recent = [lag for _, lag in lags[lag_place:]]
        lag_place = len(lags)
        samples.append({
            "second": round(time.perf_counter() - start), "sent": sender.sent,
            "stored": int(server.metrics()["nightjar_events_stored_total"]), "rss": server.memory()[0],
            "processor": server.processor(), "ingest": statistics.median(recent) if recent else None,
            "worst": max(recent, default=None), "cursor": server.cursor_lag(), "run": server.run_lag(),
        })
        say(f"{samples[-1]}")
    sender.join(60)
    if sender.failure:
        raise sender.failure
    lates = server.ask("SELECT (started - period_to) / 1e9, (finished - started) / 1e9 FROM runs WHERE kind = 'scheduled'")
    total = server.metrics()
    peak = server.memory()[1]
    size = server.bytes() / total["nightjar_events_stored_total"]
    alerts = server.ask("SELECT count(*) FROM alerts")[0][0]
    kinds = dict(server.ask("SELECT kind, count(*) FROM runs GROUP BY kind"))
    server.stop()

    def span(first, last):
        return [sample for sample in samples if first * 60 < sample["second"] <= last * 60 + 1]

    rows = []
    minutes = seconds // 60
    for first in range(minutes):
        part = span(first, first + 1)
        if not part:
            continue
        lags = [lag for when, lag in sender.lags if first * 60 <= when < (first + 1) * 60]
        used = part[-1]["processor"] - (span(first - 1, first)[-1]["processor"] if first and span(first - 1, first) else 0)
        rows.append([
            f"{first}–{first + 1}", f"{part[-1]['stored']:,}", f"{statistics.mean(s['rss'] for s in part):,.0f}",
            f"{max(s['rss'] for s in part):,.0f}", f"{1000 * statistics.median(lags):,.0f}" if lags else "",
            f"{1000 * max(lags):,.0f}" if lags else "", f"{max(s['cursor'] for s in part):,}",
            f"{max(s['run'] for s in part)}", f"{100 * used / 60:.0f} %"])
    table(["minute", "events stored", "memory MB (mean)", "memory MB (highest)", "lag of requests ms (median)",
           "lag of requests ms (longest)", "events not judged (most)", "rule furthest behind s (most)", "of one core"], rows)
    with open(f"{options.work}/soak.json", "w", encoding="utf-8") as file:
        json.dump(samples, file, indent=1)
    early, late = span(2, 4), span(minutes - 2, minutes)
    if early and late:
        mean = [statistics.mean(sample["rss"] for sample in part) for part in (early, late)]
        print(f"\nMemory: {mean[0]:,.0f} MB in minutes 3 to 4, {mean[1]:,.0f} MB in minutes {minutes - 1} to {minutes} "
              f"({100 * (mean[1] / mean[0] - 1):+.1f} %); peak {peak:,.0f} MB.")
    print(f"{sender.sent:,} events sent, {total['nightjar_events_stored_total']:,.0f} stored, {alerts:,} alerts, "
          f"{size:,.0f} bytes on disk an event, runs {kinds}, "
          f"{total['nightjar_rule_run_failures_total']:,.0f} failed.")
    if lates:
        print(f"Runs began {statistics.median(late for late, _ in lates):.2f} s after they were due (median; "
              f"{max(late for late, _ in lates):.2f} s at most) and took up to {max(took for _, took in lates):.2f} s.")


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    shared = os.path.normpath(f"{here}/../../shared")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["throughput", "period", "rules", "soak"])
    parser.add_argument("--program", default=f"{here}/../.build/release/nightjar")
    parser.add_argument("--bench", default=f"{here}/../.build/release/storage-bench")
    parser.add_argument("--work", default=f"{here}/../bench-data", help="a folder for everything that is made")
    parser.add_argument("--tools", default=f"{shared}/tools/bench", help="a folder with make_corpus.py")
    parser.add_argument("--rules", action="append", help="a folder with rules; may be given several times")
    parser.add_argument("--settings", default="", help="more lines for the table [rules] of the configuration")
    parser.add_argument("--kind", choices=["invented", "real"], help="throughput: only these records")
    parser.add_argument("--count", type=int, default=400_000, help="throughput: events")
    parser.add_argument("--runs", type=int, default=3, help="throughput: runs, of which the median is taken")
    parser.add_argument("--before-tick", type=int, default=6,
                        help="throughput: seconds between the files and the run of most rules; 0 for no matter when")
    parser.add_argument("--store", help="period: a data folder with many events; it is not changed")
    parser.add_argument("--variants", type=int, default=1000, help="rules: how many")
    parser.add_argument("--rate", type=int, default=2000, help="soak: events a second")
    parser.add_argument("--batch", type=int, default=200, help="soak: events of a request")
    parser.add_argument("--seconds", type=int, help="rules, soak: how long")
    options = parser.parse_args()
    folders = [f"{shared}/data/elastic-rules/integrations/{name}" for name in ("aws", "aws_bedrock")]
    options.rules = options.rules or [folder for folder in folders if os.path.isdir(folder)]
    os.makedirs(options.work, exist_ok=True)
    {"throughput": throughput, "period": period, "rules": rules_cost, "soak": soak}[options.what](options)


main()
