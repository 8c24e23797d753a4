#!/usr/bin/env python3
"""Writes Tests/AWSTests/Fixtures: what botocore answers for a table of requests and of endpoints.

    pip install botocore && scripts/aws-signatures.py

The tests compare Nightjar's own signer and endpoints with these files.
"""
import datetime
import hashlib
import json
import pathlib
import sys
from unittest import mock
from urllib.parse import urlsplit

import botocore
import botocore.auth
import botocore.session
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.utils import percent_encode

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "Tests" / "AWSTests" / "Fixtures"

# Made-up keys: the first pair is the one that AWS's own documentation uses.
KEYS = {
    "long": ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", None),
    "session": ("ASIAQWERTYUIOPASDFGH", "s3cr3t+with/slashes=and=equals", "FwoGZXIvYXdzEBc//token+with/signs=="),
    "short": ("A", "k", None),
}
TIMES = ["2026-03-01T00:00:00Z", "2026-12-31T23:59:59Z", "2024-02-29T12:34:56Z", "2015-08-30T12:36:00Z"]


def case(name, service, method="GET", host="example.amazonaws.com", path="/", query=(), headers=(), body="",
         key="long", region="us-east-1", time=0, scheme="https"):
    return dict(name=name, service=service, method=method, host=host, path=path, query=[list(q) for q in query],
                headers=[list(h) for h in headers], body=body, key=key, region=region, time=TIMES[time], scheme=scheme)


def table():
    form = ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
    json_type = ("Content-Type", "application/x-amz-json-1.1")
    yield case("get vanilla", "service", time=3)
    yield case("post vanilla", "service", "POST", time=3)
    yield case("session token", "sts", "POST", key="session", body="Action=GetCallerIdentity&Version=2011-06-15",
               headers=[form], host="sts.eu-central-1.amazonaws.com", region="eu-central-1", time=1)
    yield case("shortest key", "sts", "POST", key="short", headers=[form], body="Action=GetCallerIdentity")
    for name, target, body in [
        ("config describe", "StarlingDoveService.DescribeConfigurationRecorders", "{}"),
        ("config start", "StarlingDoveService.StartConfigurationRecorder", '{"ConfigurationRecorderName":"default"}'),
        ("unicode body", "StarlingDoveService.StartConfigurationRecorder", '{"x":"Zürich – 東京 🚀"}'),
    ]:
        yield case(name, "config", "POST", "config.us-east-1.amazonaws.com", body=body,
                   headers=[json_type, ("X-Amz-Target", target)], time=2)
    yield case("sqs", "sqs", "POST", "sqs.ap-southeast-2.amazonaws.com", region="ap-southeast-2", key="session",
               headers=[("Content-Type", "application/x-amz-json-1.0"), ("X-Amz-Target", "AmazonSQS.ReceiveMessage")],
               body='{"QueueUrl":"https://sqs.ap-southeast-2.amazonaws.com/123456789012/q"}')
    yield case("guardduty get", "guardduty", host="guardduty.us-gov-west-1.amazonaws.com", region="us-gov-west-1",
               path="/detector/12abc34d567e8fa901bc2d34e56789f0")
    yield case("guardduty list", "guardduty", host="guardduty.cn-north-1.amazonaws.com.cn", region="cn-north-1",
               path="/detector", query=[("maxResults", "50"), ("nextToken", "a/b+c=")])
    yield case("custom port", "iam", "POST", "127.0.0.1:5000", headers=[form], body="Action=GetUser", scheme="http")
    # Queries
    yield case("query order", "service", query=[("b", "2"), ("a", "1"), ("A", "0"), ("10", "x"), ("9", "y")])
    yield case("query same name", "service", query=[("p", "b"), ("p", "a"), ("p", ""), ("p", "A")])
    yield case("query empty value", "service", query=[("acl", "")])
    yield case("query reserved", "service", query=[("k!*'()", "v;/?:@&=+$,# %")])
    yield case("query unreserved", "service", query=[("-_.~azAZ09", "-_.~azAZ09")])
    yield case("query unicode", "service", query=[("größe", "東京"), ("🚀", "é")])
    yield case("query prefix of name", "service", query=[("foo1", "a"), ("foo", "b"), ("foo-", "c"), ("foo%", "d")])
    yield case("query encoded order", "service", query=[("a", "~"), ("a", "é"), ("a", "z"), ("a", " ")])
    # Paths
    for name, path in [
        ("path space", "/a b/c"), ("path unicode", "/größe/東京"), ("path reserved", "/a:b@c,d;e=f+g&h$i!j*k(l)m'n"),
        ("path percent", "/100%/x"), ("path tilde", "/~user/-_."), ("path dots", "/a/./b/../c"),
        ("path empty segments", "//a///b//"), ("path trailing slash", "/a/b/"), ("path only dots", "/.."),
    ]:
        yield case(name, "service", path=path)
        yield case("s3 " + name, "s3", host="bucket.s3.amazonaws.com", path=path)
    # Headers
    yield case("header white space", "service", headers=[("My-Header", "  a   b \t c  "), ("X-Empty", "")])
    yield case("header case and order", "service",
               headers=[("ZOO", "1"), ("zoo-keeper", "2"), ("Aardvark", "3"), ("X-Amz-Meta-A", "4")])
    yield case("header twice", "service", headers=[("My-Header", "b"), ("my-header", "a"), ("My-Header", " c  d ")])
    yield case("header unsigned", "service",
               headers=[("User-Agent", "x/1"), ("Expect", "100-continue"), ("X-Amzn-Trace-Id", "y"),
                        ("Connection", "keep-alive"), ("Transfer-Encoding", "chunked"), ("Accept", "*/*")])
    yield case("header unicode", "service", headers=[("X-Amz-Meta-Name", "Zürich")])
    # S3
    yield case("s3 get", "s3", host="trail.s3.amazonaws.com", path="/AWSLogs/1/CloudTrail/us-east-1/x.json.gz")
    yield case("s3 get session", "s3", host="trail.s3.eu-west-1.amazonaws.com", path="/k", key="session",
               region="eu-west-1", headers=[("Range", "bytes=0-9")], time=1)
    yield case("s3 put", "s3", "PUT", "trail.s3.amazonaws.com", "/file.txt", body="hello",
               headers=[("Content-Type", "text/plain"), ("x-amz-meta-owner", "a  b")])
    yield case("s3 put empty", "s3", "PUT", "trail.s3.amazonaws.com", "/empty")
    yield case("s3 list", "s3", host="trail.s3.amazonaws.com", query=[
        ("list-type", "2"), ("prefix", "AWSLogs/123456789012/CloudTrail/"), ("start-after", "a b/ü"),
        ("delimiter", "/"), ("encoding-type", "url"), ("continuation-token", "1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J==")])
    yield case("s3 version", "s3", host="s3.us-west-2.amazonaws.com", path="/my.bucket/k", region="us-west-2",
               query=[("versionId", "3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY")], key="session")
    yield case("s3 head", "s3", "HEAD", "127.0.0.1:5000", "/bucket/a+b c.json.gz", scheme="http")
    yield case("s3 big body", "s3", "PUT", "trail.s3.amazonaws.com", "/big", body="0123456789abcdef" * 5000)


def sign(entry):
    access, secret, token = KEYS[entry["key"]]
    url = f'{entry["scheme"]}://{entry["host"]}' + percent_encode(entry["path"], safe="/~")
    if entry["query"]:
        url += "?" + "&".join(percent_encode(k) + "=" + percent_encode(v) for k, v in entry["query"])
    request = AWSRequest(method=entry["method"], url=url, data=entry["body"].encode())
    for name, value in entry["headers"]:
        request.headers.add_header(name, value)
    kind = botocore.auth.S3SigV4Auth if entry["service"] == "s3" else botocore.auth.SigV4Auth
    now = datetime.datetime.strptime(entry["time"], "%Y-%m-%dT%H:%M:%SZ")
    with mock.patch("botocore.auth.get_current_datetime", lambda *a, **k: now):
        kind(Credentials(access, secret, token), entry["service"], entry["region"]).add_auth(request)
    entry["target"] = urlsplit(url).path + ("?" + urlsplit(url).query if entry["query"] else "")
    entry["accessKey"], entry["secretKey"], entry["sessionToken"] = access, secret, token
    entry["expected"] = {
        name: request.headers[name]
        for name in ("Authorization", "X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Content-SHA256")
        if name in request.headers
    }
    return entry


def endpoints():
    session = botocore.session.Session()
    session.set_credentials("a", "b")
    names = {"cloudtrail": "CloudTrail", "config": "Config", "guardduty": "GuardDuty", "iam": "IAM",
             "organizations": "Organizations", "securityhub": "SecurityHub", "sns": "SNS", "sqs": "SQS", "sts": "STS"}
    config = botocore.client.Config(s3={"us_east_1_regional_endpoint": "regional"})
    for region in ["us-east-1", "eu-central-1", "ap-southeast-2", "us-gov-west-1", "us-gov-east-1", "cn-north-1",
                   "cn-northwest-1"]:
        for service, name in names.items():
            client = session.create_client(service, region_name=region, config=config)
            resolved = client._ruleset_resolver.construct_endpoint(
                client.meta.service_model.operation_model(client.meta.service_model.operation_names[0]), {}, {})
            schemes = resolved.properties.get("authSchemes") or [{}]
            yield {"service": name, "region": region, "url": resolved.url,
                   "signingRegion": schemes[0].get("signingRegion") or client.meta.region_name}


def write(name, rows):
    rows = list(rows)
    text = "[\n" + ",\n".join(json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows) + "\n]\n"
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / name).write_text(text, encoding="utf-8")
    print(f"{name}: {len(rows)} rows, botocore {botocore.__version__}", file=sys.stderr)


write("signatures.json", (sign(entry) for entry in table()))
write("endpoints.json", endpoints())
