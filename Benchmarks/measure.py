#!/usr/bin/env python3
"""Runs each program of the table several times in turn and prints medians: whole processes, wall clock, processor time and
peak memory. Other work on the machine changes processor time less than the clock.

The limit program and the DOM peer report their own figures, without start-up. ClickHouse is given three times: by its own figure,
and as whole processes from start to end, as all other rows are: of the filter alone, and of the peer as it comes, which counts all
events first.
"""
import argparse
import glob
import importlib.util
import os
import re
import resource
import shutil
import statistics
import subprocess
import time

EVENTS = 200_000

# ClickHouse with the filter of the first rule and nothing else, on one thread.
FILTER = """
import sys, chdb
source = f"(select arrayJoin(JSONExtractArrayRaw(assumeNotNull(json),'Records')) r from file('{sys.argv[1]}','JSONAsString'))"
print(str(chdb.query(f"select count() from {source} where JSONExtractString(r,'eventName')='StopConfigurationRecorder' "
    "and JSONExtractString(r,'eventSource')='config.amazonaws.com' and not JSONHas(r,'errorCode') settings max_threads=1")))
"""


def measured(command):
    """Wall seconds, peak memory in MB and processor seconds of one run."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    code = os.waitstatus_to_exitcode(status)
    if code != 0:
        raise SystemExit(f"{command[0]} ended with status {code}")
    return seconds, usage.ru_maxrss / 1000, usage.ru_utime + usage.ru_stime


def own_rate(text):
    """The best events per second in what a program printed of itself."""
    rates = re.findall(r"extracting: .* ([0-9.]+) events/s", text) or re.findall(r"([0-9.]+) events/s", text)
    return max(float(rate) for rate in rates)


def row(name, values, limit, limit_cpu):
    """Prints a row of whole processes: medians of their seconds, and the highest of their memory."""
    seconds = statistics.median(v[0] for v in values)
    memory = max(v[1] for v in values)
    cpu = statistics.median(v[2] for v in values)
    print(
        f"| {name} | {EVENTS / seconds:,.0f} | {EVENTS / seconds / limit:.2f} | {seconds:.2f} | {memory:.0f} | "
        f"{cpu:.2f} | {limit_cpu / cpu:.2f} |"
    )


def output(command):
    """What a program prints."""
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ["program", "work", "rules", "tools"]:
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()

    corpus = f"{options.work}/corpus"
    packed = sorted(glob.glob(f"{corpus}/*.gz"))
    plain = sorted(glob.glob(f"{options.work}/corpus-plain/*.json"))
    seed = f"{options.rules}/defense_evasion_configuration_recorder_stopped.toml"
    scan = [options.program, "scan", corpus, "--no-builtin", "-q", "--output", "csv"]
    query = ('.Records[] | select(.eventName == "StopConfigurationRecorder" and '
             '.eventSource == "config.amazonaws.com" and .errorCode == null) | .eventID')
    clickhouse = ["python3", f"{options.tools}/clickhouse.py", f"{corpus}/*.gz", "1"]
    filter_alone = ["python3", "-c", FILTER, f"{corpus}/*.gz"]
    has_clickhouse = importlib.util.find_spec("chdb") is not None
    bedrock = f"{os.path.dirname(options.rules)}/aws_bedrock"
    every = ["-r", options.rules] + (["-r", bedrock] if os.path.isdir(bedrock) else [])
    kql = f"{options.work}/kql-rules"
    os.makedirs(kql, exist_ok=True)
    for path in glob.glob(f"{options.rules}/*.toml"):
        text = open(path, encoding="utf-8").read()
        if re.search(r'^type = "query"', text, re.M):
            shutil.copy(path, kql)
    rows = {
        "Nightjar, 1 rule, 1 thread": scan + ["-r", seed, "--threads", "1"],
        "Nightjar, 1 rule, 2 threads": scan + ["-r", seed, "--threads", "2"],
        "Nightjar, all AWS KQL rules, 1 thread": scan + ["-r", kql, "--threads", "1"],
        "Nightjar, all AWS KQL rules, 2 threads": scan + ["-r", kql, "--threads", "2"],
        "Nightjar, AWS rules of every type, 1 thread": scan + every + ["--threads", "1"],
        "Nightjar, AWS rules of every type, 2 threads": scan + every + ["--threads", "2"],
        "jq, one filter": ["sh", "-c", f"zcat {corpus}/*.gz | jq -c '{query}'"],
    }
    results = {name: [] for name in rows}
    limits, limit_cpus, doms, readers, peers, peers_whole, peers_both = [], [], [], [], [], [], []
    for _ in range(options.runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        limits.append(own_rate(output([f"{options.work}/limit", *packed])))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        # It goes through the corpus four times.
        limit_cpus.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / 4)
        doms.append(own_rate(output([f"{options.work}/dom", *plain])))
        if has_clickhouse:
            # The program counts the events before it measures its filter; its figure is that of the filter.
            peers.append(own_rate(output(clickhouse)))
            peers_whole.append(measured(filter_alone))
            peers_both.append(measured(clickhouse))
        for name, command in rows.items():
            if name.startswith("jq") and results[name]:
                continue  # once is enough for the slowest
            results[name].append(measured(command))
        empty = [options.program, "events", *plain, "--query", "event.action: none-such"]
        readers.append(measured(empty)[0])

    limit = statistics.median(limits)
    limit_cpu = statistics.median(limit_cpus)
    print("| program | events/s | of the limit | seconds | peak MB | processor seconds | of the limit's |")
    print("|---|---|---|---|---|---|---|")
    print(f"| limit program (own figure) | {limit:,.0f} | 1.00 | {EVENTS / limit:.2f} | | {limit_cpu:.2f} | 1.00 |")
    if peers:
        peer = statistics.median(peers)
        print(f"| ClickHouse (chdb), one filter, 1 thread (own figure) | {peer:,.0f} | {peer / limit:.2f} | {EVENTS / peer:.2f} | | | |")
        row("ClickHouse (chdb), one filter, 1 thread (whole process)", peers_whole, limit, limit_cpu)
        row("ClickHouse (chdb), count and filter, 1 thread (whole process)", peers_both, limit, limit_cpu)
    for name, values in results.items():
        row(name, values, limit, limit_cpu)
    dom = statistics.median(doms)
    reader = EVENTS / statistics.median(readers)
    print(f"\nreading alone, plain text: simdjson DOM, 34 values a record (own figure) {dom:,.0f} events/s; "
          f"nightjar events with a query that nothing matches (whole process) {reader:,.0f} events/s")


main()
