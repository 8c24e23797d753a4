#!/usr/bin/env python3
"""Makes the compression dictionary of stored events: Sources/Storage/Events/EventDictionary+Version1.swift.

usage: scripts/make-event-dictionary.py        (needs the `zstd` command)

The dictionary is trained on invented CloudTrail records: the keys, their order and their shapes are those of the record
reference (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html), the
values are random. A dictionary is never changed once events were stored with it: a better one gets the next number and
a file of its own, and the old one stays for the old rows.
"""
import base64
import json
import pathlib
import random
import subprocess
import tempfile
import uuid

VERSION = 1
SIZE = 24 * 1024
RANDOM = random.Random(20261014)
ROOT = pathlib.Path(__file__).resolve().parent.parent / "Sources" / "Storage" / "Events"
REGIONS = ["us-east-1", "us-east-2", "us-west-2", "eu-west-1", "eu-central-1", "ap-southeast-1", "ap-northeast-1"]
AGENTS = [
    "aws-cli/2.15.30 Python/3.11.8 Linux/5.10.0 exe/x86_64.amzn.2 prompt/off command/",
    "Boto3/1.34.69 md/Botocore#1.34.69 ua/2.0 os/linux#5.10 md/arch#x86_64 lang/python#3.11.8 cfg/retry-mode#legacy",
    "APN/1.0 HashiCorp/1.0 Terraform/1.7.5 (+https://www.terraform.io) terraform-provider-aws/5.42.0 "
    "(+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.26.0 os/linux lang/go#1.21.8",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/123.0.0.0 Safari/537.36",
    "aws-sdk-go/1.51.2 (go1.21.8; linux; amd64)", "aws-sdk-java/2.25.11 Linux/5.10 OpenJDK_64-Bit_Server_VM/17",
    "AWS Internal", "console.amazonaws.com", "[S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.488]",
]
SERVICES = ["ec2", "autoscaling", "lambda", "config", "cloudtrail", "ecs-tasks", "eks", "ssm", "elasticloadbalancing"]


def token(count, letters="ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"):
    return "".join(RANDOM.choice(letters) for _ in range(count))


def hexadecimal(count):
    return token(count, "0123456789abcdef")


def account():
    return token(12, "0123456789")


def name():
    return RANDOM.choice(["deploy", "alice", "bob", "ci", "app", "backup", "audit", "ops", "admin", "reader"]) + \
        RANDOM.choice(["", "-role", "-user", "-" + hexadecimal(4)])


def time():
    return f"20{RANDOM.randint(24, 29)}-{RANDOM.randint(1, 12):02}-{RANDOM.randint(1, 28):02}T" \
        f"{RANDOM.randint(0, 23):02}:{RANDOM.randint(0, 59):02}:{RANDOM.randint(0, 59):02}Z"


def identity(own):
    kind = RANDOM.random()
    if kind < 0.15:
        service = RANDOM.choice(SERVICES)
        return {"type": "AWSService", "invokedBy": f"{service}.amazonaws.com"}, f"{service}.amazonaws.com"
    if kind < 0.35:
        user = name()
        return {"type": "IAMUser", "principalId": "AIDA" + token(17), "arn": f"arn:aws:iam::{own}:user/{user}",
                "accountId": own, "accessKeyId": "AKIA" + token(16), "userName": user}, None
    if kind < 0.38:
        return {"type": "Root", "principalId": own, "arn": f"arn:aws:iam::{own}:root", "accountId": own,
                "accessKeyId": ""}, None
    role, principal = name(), "AROA" + token(17)
    session = RANDOM.choice([f"i-0{hexadecimal(16)}", name(), f"botocore-session-{token(10, '0123456789')}"])
    result = {
        "type": "AssumedRole", "principalId": f"{principal}:{session}",
        "arn": f"arn:aws:sts::{own}:assumed-role/{role}/{session}", "accountId": own,
        "accessKeyId": "ASIA" + token(16),
        "sessionContext": {
            "sessionIssuer": {"type": "Role", "principalId": principal, "arn": f"arn:aws:iam::{own}:role/{role}",
                              "accountId": own, "userName": role},
            "webIdFederationData": {},
            "attributes": {"creationDate": time(), "mfaAuthenticated": RANDOM.choice(["false", "true"])}}}
    if RANDOM.random() < 0.5:
        del result["sessionContext"]["webIdFederationData"]
    if RANDOM.random() < 0.2:
        result["sessionContext"]["ec2RoleDelivery"] = "2.0"
    if RANDOM.random() < 0.1:
        result["invokedBy"] = f"{RANDOM.choice(SERVICES)}.amazonaws.com"
    return result, None


def calls(own, region):
    role = f"arn:aws:iam::{own}:role/{name()}"
    key = f"arn:aws:kms:{region}:{own}:key/{uuid.UUID(int=RANDOM.getrandbits(128), version=4)}"
    bucket, user, group = "data-" + hexadecimal(8), name(), "sg-0" + hexadecimal(16)
    session = {"credentials": {"accessKeyId": "ASIA" + token(16), "sessionToken": token(60),
                               "expiration": "Mar 1, 2026, 1:02:03 PM"},
               "assumedRoleUser": {"assumedRoleId": f"AROA{token(17)}:{user}",
                                   "arn": f"arn:aws:sts::{own}:assumed-role/{user}/{user}"}}
    return [
        ("sts", "AssumeRole", {"roleArn": role, "roleSessionName": user, "durationSeconds": 3600}, session, True),
        ("sts", "GetCallerIdentity", None, None, True),
        ("ec2", "DescribeInstances", {"instancesSet": {}, "filterSet": {}, "maxResults": 1000}, None, True),
        ("ec2", "DescribeVolumes", {"volumeSet": {}, "filterSet": {"items": [{"name": "status", "valueSet": {"items": [
            {"value": "available"}]}}]}}, None, True),
        ("ec2", "DescribeNetworkInterfaces", {"networkInterfaceIdSet": {}, "filterSet": {}}, None, True),
        ("ec2", "DescribeRegions", {"regionSet": {}}, None, True),
        ("ec2", "RunInstances", {"instancesSet": {"items": [{"imageId": "ami-0" + hexadecimal(16), "minCount": 1,
                                                             "maxCount": 1}]}, "instanceType": "t3.micro",
                                 "blockDeviceMapping": {}, "monitoring": {"enabled": False},
                                 "disableApiTermination": False},
         {"requestId": str(uuid.UUID(int=RANDOM.getrandbits(128), version=4)), "instancesSet": {"items": [
             {"instanceId": "i-0" + hexadecimal(16), "instanceState": {"code": 0, "name": "pending"}}]}}, False),
        ("ec2", "AuthorizeSecurityGroupIngress", {"groupId": group, "ipPermissions": {"items": [
            {"ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "groups": {},
             "ipRanges": {"items": [{"cidrIp": "0.0.0.0/0"}]}, "ipv6Ranges": {}, "prefixListIds": {}}]}},
         {"_return": True}, False),
        ("kms", "Decrypt", {"encryptionContext": {"aws:s3:arn": f"arn:aws:s3:::{bucket}"},
                            "encryptionAlgorithm": "SYMMETRIC_DEFAULT"}, None, True),
        ("kms", "GenerateDataKey", {"keyId": key, "keySpec": "AES_256", "encryptionContext": {
            "aws:s3:arn": f"arn:aws:s3:::{bucket}"}}, None, True),
        ("s3", "GetBucketAcl", {"bucketName": bucket, "Host": f"{bucket}.s3.{region}.amazonaws.com", "acl": ""},
         None, True),
        ("s3", "GetObject", {"bucketName": bucket, "Host": f"{bucket}.s3.{region}.amazonaws.com",
                             "key": hexadecimal(12)}, None, True),
        ("s3", "PutObject", {"bucketName": bucket, "Host": f"{bucket}.s3.{region}.amazonaws.com",
                             "key": hexadecimal(12)}, {"x-amz-server-side-encryption": "AES256"}, False),
        ("s3", "ListBuckets", {"Host": "s3.amazonaws.com"}, None, True),
        ("s3", "PutBucketPolicy", {"bucketName": bucket, "Host": "s3.amazonaws.com", "policy": "", "bucketPolicy": {
            "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                                                    "Resource": f"arn:aws:s3:::{bucket}/*"}]}}, None, False),
        ("iam", "GetRole", {"roleName": user}, None, True),
        ("iam", "ListAttachedRolePolicies", {"roleName": user}, None, True),
        ("iam", "CreateAccessKey", {"userName": user}, {"accessKey": {
            "userName": user, "accessKeyId": "AKIA" + token(16), "status": "Active",
            "createDate": "Mar 1, 2026, 1:02:03 PM"}}, False),
        ("iam", "AttachUserPolicy", {"userName": user, "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"},
         None, False),
        ("iam", "CreateUser", {"userName": user}, {"user": {
            "path": "/", "userName": user, "userId": "AIDA" + token(17), "arn": f"arn:aws:iam::{own}:user/{user}",
            "createDate": "Mar 1, 2026, 1:02:03 PM"}}, False),
        ("config", "StopConfigurationRecorder", {"configurationRecorderName": "default"}, None, False),
        ("config", "StartConfigurationRecorder", {"configurationRecorderName": "default"}, None, False),
        ("config", "PutEvaluations", {"evaluations": [], "resultToken": "***", "testMode": False},
         {"failedEvaluations": []}, False),
        ("config", "DescribeConfigurationRecorders", {}, None, True),
        ("cloudtrail", "StopLogging", {"name": f"arn:aws:cloudtrail:{region}:{own}:trail/main"}, None, False),
        ("cloudtrail", "DescribeTrails", {"trailNameList": [], "includeShadowTrails": True}, None, True),
        ("cloudtrail", "LookupEvents", {"maxResults": 50}, None, True),
        ("logs", "CreateLogStream", {"logGroupName": f"/aws/lambda/{user}", "logStreamName": hexadecimal(32)}, None,
         False),
        ("logs", "DescribeLogGroups", {"logGroupNamePrefix": "/aws/", "limit": 50}, None, True),
        ("ssm", "UpdateInstanceInformation", {"instanceId": "i-0" + hexadecimal(16), "agentVersion": "3.2.2303.0",
                                              "agentStatus": "Active", "platformType": "Linux"}, None, False),
        ("ssm", "GetParameter", {"name": f"/app/{user}", "withDecryption": True}, None, True),
        ("secretsmanager", "GetSecretValue", {"secretId": f"arn:aws:secretsmanager:{region}:{own}:secret:{user}"},
         None, True),
        ("monitoring", "DescribeAlarms", {"maxRecords": 100}, None, True),
        ("autoscaling", "DescribeAutoScalingGroups", {"maxRecords": 100}, None, True),
        ("elasticloadbalancing", "DescribeTargetHealth", {
            "targetGroupArn": f"arn:aws:elasticloadbalancing:{region}:{own}:targetgroup/{user}/{hexadecimal(16)}"},
         None, True),
        ("lambda", "ListFunctions20150331", None, None, True),
        ("lambda", "Invoke", {"functionName": f"arn:aws:lambda:{region}:{own}:function:{user}",
                              "invocationType": "RequestResponse"}, None, False),
        ("ecr", "BatchGetImage", {"repositoryName": user, "registryId": own}, None, True),
        ("rds", "DescribeDBInstances", None, None, True),
        ("dynamodb", "DescribeTable", {"tableName": user}, None, True),
        ("guardduty", "ListDetectors", {"maxResults": 50}, None, True),
        ("signin", "ConsoleLogin", None, {"ConsoleLogin": "Success"}, False),
    ]


ERRORS = [
    ("AccessDenied", "User: arn:aws:iam::{0}:user/x is not authorized to perform: {1}:{2} on resource: * because no "
     "identity-based policy allows the {1}:{2} action"),
    ("Client.UnauthorizedOperation", "You are not authorized to perform this operation."),
    ("ResourceNotFoundException", "The specified resource does not exist."),
    ("ThrottlingException", "Rate exceeded"), ("NoSuchEntityException", "The role with name x cannot be found."),
]


def record():
    own, region = account(), RANDOM.choice(REGIONS)
    service, action, request, response, read_only = RANDOM.choice(calls(own, region))
    who, by = identity(own)
    result = {
        "eventVersion": RANDOM.choice(["1.08", "1.09", "1.11", "1.10"]), "userIdentity": who, "eventTime": time(),
        "eventSource": f"{service}.amazonaws.com", "eventName": action, "awsRegion": region,
        "sourceIPAddress": by or ".".join(str(RANDOM.randint(1, 254)) for _ in range(4)),
        "userAgent": by or RANDOM.choice(AGENTS)}
    if RANDOM.random() < 0.12:
        code, message = RANDOM.choice(ERRORS)
        result["errorCode"], result["errorMessage"] = code, message.format(own, service, action)
        response = None
    result["requestParameters"], result["responseElements"] = request, response
    if service == "s3":
        result["additionalEventData"] = {
            "SignatureVersion": "SigV4", "CipherSuite": "TLS_AES_128_GCM_SHA256", "bytesTransferredIn": 0,
            "AuthenticationMethod": "AuthHeader", "x-amz-id-2": token(40), "bytesTransferredOut": 1024}
    result["requestID"] = str(uuid.UUID(int=RANDOM.getrandbits(128), version=4))
    result["eventID"] = str(uuid.UUID(int=RANDOM.getrandbits(128), version=4))
    result["readOnly"] = read_only
    if service in ("s3", "kms"):
        kind = "AWS::S3::Bucket" if service == "s3" else "AWS::KMS::Key"
        arn = f"arn:aws:s3:::data-{hexadecimal(8)}" if service == "s3" else \
            f"arn:aws:kms:{region}:{own}:key/{uuid.UUID(int=RANDOM.getrandbits(128), version=4)}"
        result["resources"] = [{"accountId": own, "type": kind, "ARN": arn}]
    result["eventType"] = "AwsConsoleSignIn" if action == "ConsoleLogin" else "AwsApiCall"
    result["managementEvent"] = action not in ("GetObject", "PutObject", "Invoke")
    result["recipientAccountId"] = own
    if RANDOM.random() < 0.3:
        result["sharedEventID"] = str(uuid.UUID(int=RANDOM.getrandbits(128), version=4))
    result["eventCategory"] = "Management" if result["managementEvent"] else "Data"
    if not by:
        result["tlsDetails"] = {"tlsVersion": "TLSv1.3", "cipherSuite": "TLS_AES_128_GCM_SHA256",
                                "clientProvidedHostHeader": f"{service}.{region}.amazonaws.com"}
    if RANDOM.random() < 0.1:
        result["sessionCredentialFromConsole"] = "true"
    return result, own


def main():
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        samples = folder / "samples"
        samples.mkdir()
        for number in range(6000):
            event, own = record()
            # Stored frames begin with the event's identifier.
            text = f"{own}/{event['eventID']}" + json.dumps(event, separators=(",", ":"))
            (samples / f"{number:05}").write_text(text)
        subprocess.run(["zstd", "-q", "--train", "-r", str(samples), f"--maxdict={SIZE}", f"--dictID={VERSION}",
                        "-o", str(folder / "dictionary")], check=True)
        content = base64.b64encode((folder / "dictionary").read_bytes()).decode()
    lines = [content[start:start + 100] for start in range(0, len(content), 100)]
    body = "\n".join(f"    {line}\\" for line in lines[:-1]) + f"\n    {lines[-1]}"
    (ROOT / f"EventDictionary+Version{VERSION}.swift").write_text(
        "extension EventDictionary {\n"
        f"  /// Dictionary {VERSION} in base 64, as `scripts/make-event-dictionary.py` makes it.\n"
        f'  static let version{VERSION} = """\n{body}\n    """\n}}\n')


main()
