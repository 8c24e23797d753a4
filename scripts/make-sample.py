#!/usr/bin/env python3
"""Makes the sample logs under Examples/cloudtrail: the same bytes every time.

usage: scripts/make-sample.py [FOLDER]

Three hours of an invented company's account. A contractor's session from an unusual address stops the AWS Config
recorder at 10:02:11 UTC, changes things while nothing is recorded, and starts it again 47 minutes later. All names,
accounts (111122223333, 444455556666) and addresses (RFC 5737) are reserved for documentation or invented.
"""
import gzip
import json
import pathlib
import random
import sys
import uuid
from datetime import datetime, timedelta, timezone

ACCOUNT = "111122223333"
ROOT = pathlib.Path(__file__).resolve().parent.parent / "Examples" / "cloudtrail"
START = datetime(2026, 10, 14, 8, 30, tzinfo=timezone.utc)
RANDOM = random.Random(20261014)
CLI = "aws-cli/2.28.11 md/awscrt#0.27.6 ua/2.1 os/linux#6.8.0-64-generic md/arch#x86_64 lang/python#3.13.4"
BOTO = "Boto3/1.40.21 md/Botocore#1.40.21 ua/2.1 os/linux#5.10.240 md/arch#aarch64 lang/python#3.12.11"
TERRAFORM = "APN/1.0 HashiCorp/1.0 Terraform/1.13.1 (+https://www.terraform.io) terraform-provider-aws/6.10.0"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0"


def identifier():
    return str(uuid.UUID(int=RANDOM.getrandbits(128), version=4))


def user(name, principal, key):
    return {"type": "IAMUser", "principalId": principal, "arn": f"arn:aws:iam::{ACCOUNT}:user/{name}",
            "accountId": ACCOUNT, "accessKeyId": key, "userName": name}


def session(role, principal, name, key, created, mfa="true", provider=None):
    issuer = {"type": "Role", "principalId": principal, "arn": f"arn:aws:iam::{ACCOUNT}:role/{role}",
              "accountId": ACCOUNT, "userName": role}
    context = {"sessionIssuer": issuer, "attributes": {"creationDate": created, "mfaAuthenticated": mfa}}
    if provider:
        context["webIdFederationData"] = {"federatedProvider": provider, "attributes": {}}
    return {"type": "AssumedRole", "principalId": f"{principal}:{name}",
            "arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/{role}/{name}", "accountId": ACCOUNT, "accessKeyId": key,
            "sessionContext": context}


LENA = (session("platform-admin", "AROAEXAMPLEPLATFORM01", "lena.ott@kestrel.example", "ASIAEXAMPLEPLATFORM1",
                "2026-10-14T07:41:02Z"), "203.0.113.77", FIREFOX)
CI = (session("ci-deploy", "AROAEXAMPLECIDEPLOY01", "build-8841", "ASIAEXAMPLECIDEPLOY1", "2026-10-14T08:29:10Z",
              "false", "arn:aws:iam::111122223333:oidc-provider/ci.kestrel.example"), "198.51.100.10", TERRAFORM)
BATCH = (session("nightly-reports", "AROAEXAMPLEREPORTS001", "i-0c41d09e7b2f5a638", "ASIAEXAMPLEREPORTS01",
                 "2026-10-14T05:02:47Z", "false"), "10.20.4.118", BOTO)
MARTIN = (user("m.kranz", "AIDAEXAMPLEMKRANZ0001", "AKIAEXAMPLEMKRANZ001"), "198.51.100.23", CLI)
# The contractor's key is used from an address that nobody has seen, and then a role with more rights is taken.
VENDOR = (user("vendor-aurelis", "AIDAEXAMPLEAURELIS001", "AKIAEXAMPLEAURELIS01"), "192.0.2.146", CLI)
STOLEN = (session("ops-maintenance", "AROAEXAMPLEOPSMAINT01", "aurelis-migration", "ASIAEXAMPLEOPSMAINT1",
                  "2026-10-14T09:57:33Z", "false"), "192.0.2.146", CLI)


def service(name):
    return ({"type": "AWSService", "invokedBy": name}, name, name)


def record(at, who, source, action, request=None, response=None, *, read_only=False, region="eu-central-1",
           error=None, resources=None, additional=None, kind="AwsApiCall", management=True):
    identity, address, agent = who
    value = {"eventVersion": "1.11", "userIdentity": identity, "eventTime": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
             "eventSource": f"{source}.amazonaws.com", "eventName": action, "awsRegion": region,
             "sourceIPAddress": address, "userAgent": agent}
    if error:
        value["errorCode"], value["errorMessage"] = error
    value["requestParameters"], value["responseElements"] = request, response
    if additional:
        value["additionalEventData"] = additional
    value |= {"requestID": identifier(), "eventID": identifier(), "readOnly": read_only}
    if resources:
        value["resources"] = [{"accountId": ACCOUNT, "type": kind_, "ARN": arn} for kind_, arn in resources]
    value |= {"eventType": kind, "managementEvent": management, "recipientAccountId": ACCOUNT,
              "eventCategory": "Management" if management else "Data"}
    if identity["type"] != "AWSService":
        host = f"{source}.{region}.amazonaws.com"
        value["tlsDetails"] = {"tlsVersion": "TLSv1.3", "cipherSuite": "TLS_AES_128_GCM_SHA256",
                               "clientProvidedHostHeader": host}
    return value


def at(clock):
    hour, minute, second = map(int, clock.split(":"))
    return datetime(2026, 10, 14, hour, minute, second, tzinfo=timezone.utc)


def ordinary():
    """What happens on any morning."""
    calls = [
        (CI, "ec2", "DescribeInstances", {"instancesSet": {}, "filterSet": {}}, True),
        (CI, "ec2", "DescribeSecurityGroups", {"securityGroupSet": {}, "filterSet": {}}, True),
        (CI, "s3", "GetBucketPolicy", {"bucketName": "kestrel-artifacts", "policy": ""}, True),
        (CI, "iam", "GetRole", {"roleName": "orders-api"}, True),
        (CI, "sts", "GetCallerIdentity", None, True),
        (CI, "lambda", "GetFunction20150331v2", {"functionName": "orders-export"}, True),
        (BATCH, "ssm", "GetParameters", {"names": ["/reports/window"], "withDecryption": False}, True),
        (BATCH, "sts", "GetCallerIdentity", None, True),
        (BATCH, "logs", "CreateLogStream", {"logGroupName": "/kestrel/reports", "logStreamName": "run"}, False),
        (BATCH, "kms", "GenerateDataKey", {"keyId": "alias/reports", "keySpec": "AES_256"}, True),
        (LENA, "ec2", "DescribeVolumes", {"volumeSet": {}, "filterSet": {}}, True),
        (LENA, "cloudtrail", "DescribeTrails", {"trailNameList": [], "includeShadowTrails": False}, True),
        (LENA, "config", "DescribeConfigurationRecorderStatus", {"configurationRecorderNames": ["default"]}, True),
        (MARTIN, "ec2", "DescribeInstances", {"instancesSet": {}, "filterSet": {}}, True),
        (MARTIN, "ssm", "StartSession", {"target": "i-0a6f3f1c2d4e5b678", "documentName": "SSM-SessionManagerRunShell"},
         False),
        (service("autoscaling.amazonaws.com"), "ec2", "DescribeInstanceStatus", {"instancesSet": {}}, True),
        (service("config.amazonaws.com"), "iam", "ListRoles", {"maxItems": 1000}, True),
        (service("config.amazonaws.com"), "s3", "GetBucketVersioning", {"bucketName": "kestrel-artifacts"}, True),
    ]
    for _ in range(330):
        who, source, action, request, read_only = RANDOM.choice(calls)
        moment = START + timedelta(seconds=RANDOM.randrange(3 * 3600))
        region = "us-east-1" if source == "iam" else "eu-central-1"
        yield record(moment, who, source, action, request, read_only=read_only, region=region)


def story():
    """The attack, and what innocent automation does meanwhile."""
    recorder = {"configurationRecorderName": "default"}
    denied = ("AccessDenied", f"User: arn:aws:iam::{ACCOUNT}:user/vendor-aurelis is not authorized to perform: "
              "config:StopConfigurationRecorder because no identity-based policy allows the action")
    group = "sg-0f3c9a71be2d46850"
    yield record(at("09:44:02"), VENDOR, "sts", "GetCallerIdentity", None, read_only=True)
    yield record(at("09:44:40"), VENDOR, "iam", "ListAttachedUserPolicies", {"userName": "vendor-aurelis"},
                 read_only=True, region="us-east-1")
    yield record(at("09:46:13"), VENDOR, "config", "DescribeConfigurationRecorders", None, read_only=True)
    yield record(at("09:47:05"), VENDOR, "cloudtrail", "DescribeTrails", {"trailNameList": []}, read_only=True)
    yield record(at("09:51:28"), VENDOR, "config", "StopConfigurationRecorder", recorder, error=denied)
    yield record(at("09:57:33"), VENDOR, "sts", "AssumeRole",
                 {"roleArn": f"arn:aws:iam::{ACCOUNT}:role/ops-maintenance", "roleSessionName": "aurelis-migration",
                  "durationSeconds": 3600},
                 {"credentials": {"accessKeyId": "ASIAEXAMPLEOPSMAINT1", "expiration": "Oct 14, 2026, 10:57:33 AM",
                                  "sessionToken": "HIDDEN_DUE_TO_SECURITY_REASONS"},
                  "assumedRoleUser": {"assumedRoleId": "AROAEXAMPLEOPSMAINT01:aurelis-migration",
                                      "arn": STOLEN[0]["arn"]}},
                 read_only=True, resources=[("AWS::IAM::Role", f"arn:aws:iam::{ACCOUNT}:role/ops-maintenance")])
    yield record(at("10:02:11"), STOLEN, "config", "StopConfigurationRecorder", recorder)
    yield record(at("10:05:49"), STOLEN, "ec2", "AuthorizeSecurityGroupIngress",
                 {"groupId": group, "ipPermissions": {"items": [
                     {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "groups": {},
                      "ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]}}]}},
                 {"requestId": identifier(), "_return": True, "securityGroupRuleSet": {"items": [
                     {"groupId": group, "securityGroupRuleId": "sgr-0b1e2d3c4f5a60718", "cidrIpv4": "0.0.0.0/0"}]}})
    yield record(at("10:09:20"), STOLEN, "iam", "UpdateAssumeRolePolicy",
                 {"roleName": "orders-api", "policyDocument": json.dumps(
                     {"Version": "2012-10-17", "Statement": [
                         {"Effect": "Allow", "Action": "sts:AssumeRole",
                          "Principal": {"AWS": "arn:aws:iam::444455556666:root"}}]})}, region="us-east-1")
    yield record(at("10:14:56"), STOLEN, "iam", "CreateAccessKey", {"userName": "backup-writer"},
                 {"accessKey": {"userName": "backup-writer", "accessKeyId": "AKIAEXAMPLEBACKUP001",
                                "status": "Active", "createDate": "Oct 14, 2026, 10:14:56 AM"}}, region="us-east-1")
    yield record(at("10:16:30"), CI, "lambda", "UpdateFunctionCode20150331v2",
                 {"functionName": "orders-export", "dryRun": False, "publish": True},
                 {"functionName": "orders-export", "version": "118", "functionArn":
                  f"arn:aws:lambda:eu-central-1:{ACCOUNT}:function:orders-export"})
    yield record(at("10:21:07"), STOLEN, "s3", "PutBucketPolicy",
                 {"bucketName": "kestrel-customer-exports", "Host": "kestrel-customer-exports.s3.amazonaws.com",
                  "policy": "", "bucketPolicy": {"Version": "2012-10-17", "Statement": [
                      {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
                       "Action": "s3:GetObject", "Resource": "arn:aws:s3:::kestrel-customer-exports/*"}]}},
                 resources=[("AWS::S3::Bucket", "arn:aws:s3:::kestrel-customer-exports")])
    yield record(at("10:28:44"), STOLEN, "ec2", "RunInstances",
                 {"instancesSet": {"items": [{"imageId": "ami-0d1e2f3a4b5c6d7e8", "minCount": 1, "maxCount": 1}]},
                  "instanceType": "c7g.4xlarge", "groupSet": {"items": [{"groupId": group}]}},
                 {"reservationId": "r-0a9b8c7d6e5f40312", "instancesSet": {"items": [
                     {"instanceId": "i-0e9d8c7b6a5f43210", "imageId": "ami-0d1e2f3a4b5c6d7e8",
                      "instanceType": "c7g.4xlarge", "subnetId": "subnet-0aa1bb2cc3dd4ee5f",
                      "vpcId": "vpc-0123456789abcdef0"}]}})
    yield record(at("10:33:15"), LENA, "ec2", "CreateTags",
                 {"resourcesSet": {"items": [{"resourceId": "i-0a6f3f1c2d4e5b678"}]},
                  "tagSet": {"items": [{"key": "owner", "value": "orders"}]}})
    yield record(at("10:41:52"), STOLEN, "secretsmanager", "GetSecretValue", {"secretId": "prod/orders/db"},
                 read_only=True)
    yield record(at("10:49:11"), STOLEN, "config", "StartConfigurationRecorder", recorder)
    yield record(at("10:58:03"), MARTIN, "logs", "PutRetentionPolicy",
                 {"logGroupName": "/kestrel/preview", "retentionInDays": 14})
    yield record(at("11:06:31"), LENA, "config", "DescribeConfigurationRecorderStatus",
                 {"configurationRecorderNames": ["default"]}, read_only=True)


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def main():
    root = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    records = sorted([*ordinary(), *story()], key=lambda r: (r["eventTime"], r["eventID"]))
    files = {}
    for value in records:
        moment = datetime.strptime(value["eventTime"], "%Y-%m-%dT%H:%M:%SZ")
        slot = moment.replace(minute=moment.minute // 15 * 15, second=0) + timedelta(minutes=15)
        files.setdefault((value["awsRegion"], slot), []).append(value)
    for (region, slot), values in files.items():
        name = f"{ACCOUNT}_CloudTrail_{region}_{slot:%Y%m%dT%H%MZ}_{RANDOM.randbytes(8).hex()}.json"
        folder = root / "AWSLogs" / ACCOUNT / "CloudTrail" / region / f"{slot:%Y/%m/%d}"
        data = compact({"Records": values})
        # Global services come as plain files here, so that both kinds are in the sample.
        if region == "us-east-1":
            write(folder / name, data)
        else:
            write(folder / f"{name}.gz", gzip.compress(data, 9, mtime=0))
    stop = next(r for r in records if r["eventName"] == "StopConfigurationRecorder" and "errorCode" not in r)
    write(root / "eventbridge" / "stop-recorder.json", compact({
        "version": "0", "id": identifier(), "detail-type": "AWS API Call via CloudTrail", "source": "aws.config",
        "account": ACCOUNT, "time": stop["eventTime"], "region": stop["awsRegion"], "resources": [], "detail": stop}))
    failed = next(r for r in records if r["eventName"] == "StopConfigurationRecorder" and "errorCode" in r)
    write(root / "lookup-events" / "stop-configuration-recorder.json", compact({"Events": [
        {"EventId": r["eventID"], "EventName": r["eventName"], "EventTime": r["eventTime"],
         "EventSource": r["eventSource"], "Username": "aurelis-migration", "Resources": [],
         "CloudTrailEvent": json.dumps(r, separators=(",", ":"))} for r in (stop, failed)]}))


main()
