#!/usr/bin/env python3
"""Runs `aws cloudtrail validate-logs` of the AWS command line tool over a local copy of a bucket.

The tool reads S3 and CloudTrail only. Here both are played by the copy: objects are files, metadata is the answer of
`aws s3api head-object` beside each digest (`<digest>.metadata.json`), and public keys are a saved answer of
`aws cloudtrail list-public-keys`. What decides is the tool's own code. Prints its counts as JSON; status 3 when the
tool is not installed.

    aws-validate-logs.py MIRROR KEYS BUCKET TRAIL_ARN REGION START END [PREFIX]
"""
import contextlib
import io
import json
import pathlib
import sys

try:
    from awscli.customizations.cloudtrail import validation
    from botocore.exceptions import ClientError
except ImportError as error:
    print(f"awscli is not installed: {error}", file=sys.stderr)
    sys.exit(3)


class Pages:
    def __init__(self, keys):
        self.keys = keys

    def search(self, expression):
        assert expression == "Contents[*].Key"
        return iter(self.keys)


class Paginator:
    def __init__(self, keys):
        self.keys = keys

    def paginate(self, Bucket, Marker, Prefix):
        return Pages([key for key in self.keys if key > Marker and key.startswith(Prefix)])


class Bucket:
    """A client for S3 that reads a folder."""

    def __init__(self, folder):
        self.folder = folder

    def get_paginator(self, operation):
        assert operation == "list_objects"
        files = (path for path in self.folder.rglob("*") if path.is_file())
        names = (path.relative_to(self.folder).as_posix() for path in files)
        return Paginator(sorted(name for name in names if not name.endswith(".metadata.json")))

    def get_object(self, Bucket, Key):
        path = self.folder / Key
        if not path.is_file():
            raise ClientError({"Error": {"Code": "NoSuchKey", "Message": Key}}, "GetObject")
        metadata = pathlib.Path(f"{path}.metadata.json")
        entries = json.loads(metadata.read_text())["Metadata"] if metadata.is_file() else {}
        return {"Body": io.BytesIO(path.read_bytes()), "Metadata": entries}


class Clients:
    def __init__(self, folder):
        self.bucket = Bucket(folder)

    def get_client(self, bucket_name):
        return self.bucket


class CloudTrail:
    def __init__(self, keys):
        self.keys = keys

    def list_public_keys(self, StartTime, EndTime):
        return self.keys


def main(mirror, keys, bucket, trail, region, start, end, prefix=None):
    command = validation.CloudTrailValidateLogs(None)
    command.trail_arn = trail
    command.s3_bucket = bucket
    command.s3_prefix = prefix
    command.account_id = None
    command.start_time = validation.normalize_date(validation.parse_date(start))
    command.end_time = validation.normalize_date(validation.parse_date(end))
    command._source_region = region
    command.s3_client_provider = Clients(pathlib.Path(mirror))
    command.organization_client = None
    command.cloudtrail_client = CloudTrail(json.loads(pathlib.Path(keys).read_text()))
    with contextlib.redirect_stdout(sys.stderr):
        command._call()
    names = ["digests", "backfill_digests", "logs"]
    counts = {f"{state}_{name}": getattr(command, f"_{state}_{name}") for name in names for state in ["valid", "invalid"]}
    print(json.dumps(counts))


if __name__ == "__main__":
    main(*sys.argv[1:])
