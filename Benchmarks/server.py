#!/usr/bin/env python3
"""Measures what analysts wait for: the pages of a running `nightjar serve`, and the evidence of an alert.

    Benchmarks/server.py PROGRAM FOLDER [--runs 20] [--only TEXT]

FOLDER is a data folder that is used up: an administrator is made in it, and alerts are raised. Give it a copy.

Every row is asked once, whose time is given, and then RUNS times, one after the other; it gives their median and the highest
time in milliseconds from the first byte of the request to the last byte of the answer, the processor time that the server
spent on one answer (whatever else it did meanwhile included, in steps of the kernel's clock), and the size of the answer.
The server remembers what it has looked at, so the first time differs from the others, and searches that take long show
what they have and go on with the next request.
Only the standard library is used. Processor times need Linux.
"""
import argparse
import contextlib
import datetime
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

NAME, PASSWORD = "bench", "a long password for measurements"
RECORDER_RULE = "AWS Configuration Recorder Stopped"
EVENT_QUERY = 'event.provider: "config.amazonaws.com" and event.action: "StopConfigurationRecorder" and event.outcome: success'
ALL_TIME = ("from", "now-5y")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """nightjar serve over a data folder, with an administrator who is signed in."""

    def __init__(self, program, data):
        self.program = program
        self.folder = tempfile.TemporaryDirectory(prefix="nightjar-bench-")
        self.port = free_port()
        config = pathlib.Path(self.folder.name) / "nightjar.toml"
        config.write_text(
            f'[storage]\ndata = "{data}"\nretention = "3650d"\n[server]\nlisten = "127.0.0.1:{self.port}"\n'
            "[input]\ninbox = false\n"
        )
        environment = {name: value for name, value in os.environ.items() if not name.startswith("NIGHTJAR_")}
        self.lines = []
        self.process = subprocess.Popen(
            [program, "serve", "--config", str(config)], env=environment, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        self.cookie = None
        self.sign_in()

    def _read(self):
        for line in self.process.stderr:
            self.lines.append(line)

    def sign_in(self):
        """Makes the administrator through the one-time link, or signs in where there is one already."""
        deadline = time.monotonic() + 600
        link = None
        while link is None and time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise SystemExit("the server ended: " + "".join(self.lines[-20:]))
            found = [re.search(r"/set-up\?token=([\w-]+)", line) for line in list(self.lines)]
            link = next((match.group(1) for match in found if match), None)
            if link is None:
                time.sleep(0.2)
                if self.has_administrator():
                    break
        form = {"name": NAME, "password": PASSWORD} | ({"token": link} if link else {})
        status, headers, body = self.request("POST", "/set-up" if link else "/sign-in", form=form)
        if status != 303 or "set-cookie" not in headers:
            raise SystemExit(f"cannot sign in: {status} {body[:300]!r}")
        self.cookie = headers["set-cookie"].split(";")[0]

    def has_administrator(self):
        """Whether there is one already: the page that makes one then leads to the page to sign in."""
        try:
            return self.request("GET", "/set-up")[0] == 303
        except OSError:
            self.connection.close()
            return False

    def request(self, method, path, form=None, document=None):
        headers = {"Accept": "text/html"}
        body = None
        if self.cookie:
            headers["Cookie"] = self.cookie
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if document is not None:
            body = json.dumps(document)
            headers |= {"Content-Type": "application/json", "X-CSRF-Token": self.token(), "kbn-xsrf": "bench"}
        self.connection.request(method, path, body=body, headers=headers)
        response = self.connection.getresponse()
        data = response.read()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, data

    def token(self):
        """The token against forgery, as a page carries it."""
        _, _, body = self.request("GET", "/settings")
        found = re.search(r'name="csrf" (?:content|value)="([\w-]+)"', body.decode()) or re.search(
            r'csrf[^>]*?(?:content|value)="([\w-]+)"', body.decode())
        if not found:
            raise SystemExit("no token against forgery on the page of settings")
        return found.group(1)

    def json(self, method, path, document=None):
        status, _, body = self.request(method, path, document=document)
        if status != 200:
            raise SystemExit(f"{method} {path}: {status} {body[:300]!r}")
        return json.loads(body)

    def processor(self):
        """Processor seconds of the server until now; nothing where the system does not tell."""
        try:
            fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            return None
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peak(self):
        """The most memory of the server in MB."""
        with contextlib.suppress(OSError):
            found = re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{self.process.pid}/status").read_text())
            return int(found.group(1)) / 1000 if found else None
        return None

    def stop(self):
        self.connection.close()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.folder.cleanup()


def address(path, *parameters):
    return path + ("?" + urllib.parse.urlencode(parameters) if parameters else "")


def alerts(*parameters):
    return address("/alerts", *parameters)


def alert_rows(facts):
    """The list of alerts in all the ways it is looked at."""
    rows = [
        ("as it opens first", alerts()),
        ("30 days, open", alerts(("from", "now-30d"))),
        ("all time, open", alerts(ALL_TIME)),
        ("all time, all states", alerts(ALL_TIME, ("view", "all"))),
        ("all time, closed", alerts(ALL_TIME, ("view", "closed"))),
        ("all time, acknowledged (none)", alerts(ALL_TIME, ("view", "acknowledged"))),
        ("30 days, one severity", alerts(("from", "now-30d"), ("severity", "critical"))),
        ("all time, one severity", alerts(ALL_TIME, ("severity", "critical"))),
        ("all time, one rule", alerts(ALL_TIME, ("rule", facts["rule"]))),
        ("all time, one principal", alerts(ALL_TIME, ("principal", facts["principal"]))),
        ("all time, one account", alerts(ALL_TIME, ("account", facts["account"]))),
        ("KQL on columns", alerts(ALL_TIME, ("q", f"user.name: {facts['principal']} and kibana.alert.severity: (high or critical)"))),
        ("KQL by pattern", alerts(ALL_TIME, ("q", "kibana.alert.rule.name: *number 1? *"))),
        ("KQL on a field without a column, 24 hours", alerts(("q", "event.provider: config.amazonaws.com"))),
        ("KQL on a field without a column, 30 days", alerts(("from", "now-30d"), ("q", "event.provider: config.amazonaws.com"))),
        ("KQL on a field without a column, all time", alerts(ALL_TIME, ("q", "event.provider: config.amazonaws.com"))),
        ("free text kre*, 24 hours", alerts(("q", "kre*"))),
        ("free text kre*, 30 days", alerts(("from", "now-30d"), ("q", "kre*"))),
        ("free text kre*, all time", alerts(ALL_TIME, ("q", "kre*"))),
        (f"free text {facts['principal']}, 30 days", alerts(("from", "now-30d"), ("q", facts["principal"]))),
        (f"free text {facts['principal']}, all time", alerts(ALL_TIME, ("q", facts["principal"]))),
    ]
    for column in ["time", "event", "rule", "severity", "risk", "principal", "account", "status"]:
        for direction in ["down", "up"]:
            rows.append((f"all time, sorted by {column}, {direction}", alerts(ALL_TIME, ("view", "all"), ("sort", column), ("dir", direction))))
    rows += [
        ("all time, grouped by rule", alerts(ALL_TIME, ("group", "rule"))),
        ("all time, grouped by principal", alerts(ALL_TIME, ("group", "principal"))),
        ("all time, grouped by rule, then principal", alerts(ALL_TIME, ("group", "rule"), ("group", "principal"))),
        ("all time, page 200", alerts(ALL_TIME, ("page", "200"))),
        ("all time, page 8000", alerts(ALL_TIME, ("page", "8000"))),
        ("all time, 250 on a page", alerts(ALL_TIME, ("size", "250"))),
    ]
    return [("alerts", name, path) for name, path in rows]


def typing_rows(facts):
    """What the query bar asks while somebody types."""
    rows = []

    def add(kind, text):
        rows.append((f"typing ({kind})", f"`{text}`", address("/query/assist", ("q", text), ("caret", len(text)), ("for", kind))))

    for text in ["u", "user.n", "user.name: ", "user.name: r", f"user.name: {facts['principal']}",
                 "kibana.alert.sev", "kibana.alert.severity: ", "kibana.alert.rule.name: W", "source.ip: 19",
                 "event.provider: c", "event.action: Stop", "kibana.alert.workflow_tags: ", "event.outcome: "]:
        add("alerts", text)
    for text in ["eve", "event.action: ", "event.action: St", "user.name: r", "source.ip: 19",
                 "aws.cloudtrail.user_identity.arn: a", "user_agent.original: a", "aws.cloudtrail.request_id: "]:
        add("events", text)
    return rows


def other_rows(facts):
    """The other pages, and what a page of alerts asks of the API."""
    alert = urllib.parse.quote(facts["alert"])
    start, end = facts["hour"]
    month = (("from", facts["month"][0]), ("to", facts["month"][1]))
    hour = (("from", start), ("to", end))
    principal = facts["event_principal"]
    histogram = (("from", "now-5y"), ("interval", "86400"))
    return [
        ("API", "alerts, newest 50", address("/api/nightjar/alerts", ("limit", "50"))),
        ("API", "histogram of all alerts", address("/api/nightjar/alerts/_histogram", *histogram)),
        ("API", "counts by severity and rule", address("/api/nightjar/alerts/_counts", ("by", "kibana.alert.severity,kibana.alert.rule.name"))),
        ("alert", "its own page", f"/alerts/{alert}"),
        ("alert", "its own page with evidence", f"/alerts/{alert}?evidence=1"),
        ("alert", "flyout", f"/alerts/{alert}/details"),
        ("alert", "its document", f"/alerts/{alert}/json"),
        ("alert", "page of one of the 500,000", f"/alerts/{urllib.parse.quote(facts['other_alert'])}"),
        ("incidents", "unresolved", "/incidents"),
        ("incidents", "all", "/incidents?view=all"),
        ("incidents", "all, page 200", "/incidents?view=all&page=200"),
        ("incidents", "one", f"/incidents/{facts['incident']}"),
        ("explore", "as it opens first", "/explore"),
        ("explore", "1 hour, no query", address("/explore", *hour)),
        ("explore", "1 hour, with a query", address("/explore", *hour, ("q", f"user.name: {principal} and event.outcome: success"))),
        ("explore", "30 days, no query", address("/explore", *month)),
        ("explore", "30 days, one principal", address("/explore", *month, ("q", f"user.name: {principal}"))),
        ("explore", "30 days, one principal's failures", address("/explore", *month, ("q", f"user.name: {principal} and event.outcome: failure"))),
        ("explore", "30 days, a rare action", address("/explore", *month, ("q", "event.action: StopConfigurationRecorder"))),
        ("explore", "30 days, a frequent action", address("/explore", *month, ("q", "event.action: AssumeRole"))),
        ("explore", "30 days, provider", address("/explore", *month, ("q", "event.provider: iam.amazonaws.com"))),
        ("explore", "1 hour, free text", address("/explore", *hour, ("q", "Decrypt"))),
        ("explore", "30 days, a network", address("/explore", *month, ("q", "source.ip: \"198.51.0.0/24\""))),
        ("explore", "30 days, a field without a column", address("/explore", *month, ("q", "user_agent.original: *Boto3*"))),
        ("other pages", "health", "/health"),
        ("other pages", "visibility", "/visibility"),
        ("other pages", "rules", "/rules"),
        ("other pages", "one rule", f"/rules/{facts['recorder_rule']}"),
        ("other pages", "coverage", "/coverage"),
        ("other pages", "exceptions", "/exceptions"),
        ("other pages", "audit", "/audit"),
        ("other pages", "settings", "/settings"),
    ]


def find_facts(server):
    """What the rows need to know of the store; raises the alert whose evidence is measured."""
    rules = server.json("GET", "/api/detection_engine/rules/_find?per_page=1000")["data"]
    rule = next(rule["rule_id"] for rule in rules if rule["name"] == RECORDER_RULE)
    found = server.json("GET", address("/api/nightjar/events", ("query", EVENT_QUERY), ("limit", "1000"), ("order", "asc")))
    events = found.get("events") or found.get("hits") or []
    if not events:
        raise SystemExit(f"the store has no event that matches {EVENT_QUERY}")
    documents = [event.get("_source", event) for event in events]
    times = sorted(document["@timestamp"] for document in documents)
    # One with some days of history in front of it.
    moment = times[len(times) // 2]
    hour = (moment[:13] + ":00:00.000Z", moment[:13] + ":59:59.999Z")
    document = next(d for d in documents if d["@timestamp"] == moment)
    raised_before = raised(server, rule, hour)
    if not raised_before:
        run = server.json("POST", f"/api/nightjar/rules/{rule}/_backfill", {"from": hour[0], "to": hour[1]})
        print(f"alert raised by {RECORDER_RULE} over {hour[0]} – {hour[1]}: {json.dumps(run)}", file=sys.stderr)
    alert = (raised_before or raised(server, rule, hour))[0]
    page = server.json("GET", address("/api/nightjar/alerts", ("limit", "1"), ("status", "open"), ("order", "asc")))
    one = page["alerts"][0]
    last = times[-1]
    first = (datetime.date.fromisoformat(last[:10]) - datetime.timedelta(days=29)).isoformat()
    return {
        "recorder_rule": rule, "alert": alert["kibana.alert.uuid"], "hour": hour, "month": (first, last[:10] + "T23:59:59Z"),
        "event_principal": document["user"]["name"], "other_alert": one["kibana.alert.uuid"],
        "rule": one["kibana.alert.rule.name"], "principal": "role-7", "account": one["cloud"]["account"]["id"],
        "incident": 1,
    }


def raised(server, rule, hour):
    query = f'kibana.alert.rule.rule_id: "{rule}" and kibana.alert.original_time >= "{hour[0]}" and kibana.alert.original_time <= "{hour[1]}"'
    return server.json("GET", address("/api/nightjar/alerts", ("query", query), ("limit", "10")))["alerts"]


def measure(server, path, runs):
    """The first milliseconds, median and highest of the others, processor milliseconds and bytes of an answer.

    What takes longer than ten seconds is measured once, and what does not come within five minutes is said to.
    """
    times, size, before = [], 0, server.processor()
    for number in range(runs + 1):
        start = time.perf_counter()
        try:
            status, _, body = server.request("GET", path)
        except TimeoutError:
            server.connection.close()
            return None
        seconds = time.perf_counter() - start
        if status != 200:
            raise SystemExit(f"{path}: status {status} {body[:300]!r}")
        size = len(body)
        if number == 0:
            first = seconds * 1000
        if number > 0 or seconds > 10:
            times.append(seconds * 1000)
        if number == 0 and seconds > 10:
            break
        if number == 0:
            before = server.processor()
    spent = None if before is None else (server.processor() - before) * 1000 / len(times)
    return first, statistics.median(times), max(times), spent, size


def whole_process(program, alert, data, runs):
    """Wall and processor milliseconds of `nightjar investigate` from its start to its end."""
    walls, processors, sizes = [], [], []
    for number in range(runs + 1):
        start = time.perf_counter()
        process = subprocess.Popen(
            [program, "investigate", alert, "--data", data], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        output = process.stdout.read()
        process.stdout.close()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"nightjar investigate ended with status {process.returncode}")
        if number == 0:
            first = seconds * 1000
        else:
            walls.append(seconds * 1000)
            processors.append((usage.ru_utime + usage.ru_stime) * 1000)
            sizes.append(len(output))
    return first, statistics.median(walls), max(walls), statistics.median(processors), sizes[-1]


def line(kind, name, values):
    if values is None:
        print(f"| {kind} | {name} | over 300,000 | | | | |", flush=True)
        return
    first, median, highest, spent, size = values
    spent = "" if spent is None else f"{spent:,.0f}"
    text = f"| {kind} | {name.replace('|', chr(92) + '|')} | {first:,.0f} | {median:,.0f} | {highest:,.0f} | {spent} | {size / 1000:,.0f} |"
    print(text, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--only", default="", help="measure only rows whose names match this regular expression")
    options = parser.parse_args()

    # Whoever ends this program ends its server too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    server = Server(os.path.abspath(options.program), os.path.abspath(options.folder))
    try:
        facts = find_facts(server)
        print("| what | | first ms | median ms | highest ms | processor ms | kB |")
        print("|---|---|---|---|---|---|---|")
        for kind, name, path in alert_rows(facts) + typing_rows(facts) + other_rows(facts):
            if re.search(options.only, f"{kind}: {name}"):
                line(kind, name, measure(server, path, options.runs))
        peak = server.peak()
        if re.search(options.only, "evidence: nightjar investigate, whole process"):
            line("evidence", "nightjar investigate, whole process",
                 whole_process(server.program, facts["alert"], os.path.abspath(options.folder), options.runs))
        if peak:
            print(f"\nmost memory of the server: {peak:,.0f} MB")
    finally:
        server.stop()


main()
