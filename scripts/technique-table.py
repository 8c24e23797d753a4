#!/usr/bin/env python3
"""Writes a table: for each log of an attack technique the rules that alert on it, and whether one of them is about it.

usage: scripts/technique-table.py PROGRAM RULES LOGS [-o FILE]

LOGS has one file per technique, named tactic.technique (as Stratus Red Team names them). A rule counts as being about a
technique when its ATT&CK tactic is the file's tactic, or when its name shares a telling word with the technique's name; both
are shown, so that everybody can judge for themselves. A rule that alerts in more than a quarter of the logs is about none of
them: in a short log everything is seen for the first time.
"""
import argparse
import collections
import glob
import json
import os
import re
import subprocess

TACTICS = {
    "initial-access": "TA0001", "execution": "TA0002", "persistence": "TA0003", "privilege-escalation": "TA0004",
    "defense-evasion": "TA0005", "credential-access": "TA0006", "discovery": "TA0007", "lateral-movement": "TA0008",
    "exfiltration": "TA0010", "impact": "TA0040",
}
COMMON = {"aws", "ec2", "iam", "and", "of", "the", "a", "to", "by", "for", "in", "with", "user", "role", "or"}


def words(text):
    found = re.findall(r"[a-z0-9]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", text).lower())
    return {word.rstrip("s") for word in found} - COMMON


def alerts(program, rules, log):
    run = subprocess.run(
        [program, "scan", "--no-builtin", "-r", rules, "--output", "ndjson", "-q", log], capture_output=True, text=True)
    return [json.loads(line) for line in run.stdout.splitlines() if line.strip()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("rules")
    parser.add_argument("logs")
    parser.add_argument("-o", "--output")
    options = parser.parse_args()
    rows, covered = [], 0
    files = sorted(glob.glob(os.path.join(options.logs, "*.json")))
    found = {path: alerts(options.program, options.rules, path) for path in files}
    spread = collections.Counter()
    for rows_of_file in found.values():
        spread.update({alert["kibana.alert.rule.name"] for alert in rows_of_file})
    for path in files:
        stem = os.path.basename(path)[: -len(".json")]
        tactic, technique = stem.removeprefix("aws.").split(".", 1)
        about, other = {}, set()
        for alert in found[path]:
            name = alert["kibana.alert.rule.name"]
            tactics = {threat["tactic"]["id"] for threat in alert.get("kibana.alert.rule.threat", [])}
            shared = words(technique) & words(name)
            if (TACTICS.get(tactic) in tactics or shared) and spread[name] * 4 <= len(files):
                reasons = (["tactic"] if TACTICS.get(tactic) in tactics else []) + sorted(shared)
                about[name] = ", ".join(reasons)
            else:
                other.add(name)
        covered += bool(about)
        cell = "<br>".join(f"{name} ({why})" for name, why in sorted(about.items())) or "none"
        rows.append(f"| {tactic} | {technique} | {cell} | {'; '.join(sorted(other))} |")
    text = [
        f"{covered} of {len(files)} techniques raise an alert of a rule that is about them.", "",
        "| tactic | technique | rules about it (why) | other rules that alerted |", "|---|---|---|---|", *rows, ""]
    output = "\n".join(text)
    if options.output:
        with open(options.output, "w", encoding="utf-8") as file:
            file.write(output)
    else:
        print(output)


main()
