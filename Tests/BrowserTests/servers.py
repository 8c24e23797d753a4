"""The servers that the browser talks to: nightjar itself, and moto in place of AWS."""

import contextlib
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
ACCOUNT = "111122223333"
REGION = "eu-central-1"
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def environment():
    """The environment without variables of the tests, which would be unknown settings to the program."""
    return {name: value for name, value in os.environ.items() if not name.startswith("NIGHTJAR_")}


def binary():
    """The program: the variable NIGHTJAR_BINARY, or the debug build of this checkout."""
    return os.environ.get("NIGHTJAR_BINARY", str(ROOT / ".build" / "debug" / "nightjar"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(check, seconds=60, what="it"):
    """Polls until a check gives something; fails after a deadline."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            found = check()
            if found:
                return found
        time.sleep(0.1)
    raise AssertionError(f"{what} did not happen within {seconds} seconds")


class Moto:
    """An AWS of its own, in which the account of the sample has a recorder that is off."""

    def __init__(self):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)],
            env={**os.environ, "MOTO_ACCOUNT_ID": ACCOUNT},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(lambda: urllib.request.urlopen(f"{self.url}/moto-api/").status == 200, what="moto's start")
        import boto3

        self.config = boto3.client(
            "config", endpoint_url=self.url, region_name=REGION,
            aws_access_key_id="testing", aws_secret_access_key="testing",
        )
        s3 = boto3.client(
            "s3", endpoint_url=self.url, region_name=REGION,
            aws_access_key_id="testing", aws_secret_access_key="testing",
        )
        s3.create_bucket(Bucket="config-log", CreateBucketConfiguration={"LocationConstraint": REGION})
        self.config.put_configuration_recorder(
            ConfigurationRecorder={
                "name": "default",
                "roleARN": f"arn:aws:iam::{ACCOUNT}:role/config",
                "recordingGroup": {"allSupported": True, "includeGlobalResourceTypes": True},
            }
        )
        self.config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": "config-log"})

    def is_recording(self):
        status = self.config.describe_configuration_recorder_status()
        return status["ConfigurationRecordersStatus"][0]["recording"]

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


class Nightjar:
    """nightjar serve with a data folder of its own."""

    def __init__(self, endpoint=None):
        self.folder = tempfile.TemporaryDirectory(prefix="nightjar-browser-")
        self.data = pathlib.Path(self.folder.name) / "data"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        config = pathlib.Path(self.folder.name) / "nightjar.toml"
        text = f'[storage]\ndata = "{self.data}"\n[server]\nlisten = "127.0.0.1:{self.port}"\n'
        if endpoint:
            text += f'[aws]\nendpoint_url = "{endpoint}"\nregion = "{REGION}"\n[response]\nverify_timeout = "20s"\nverify_interval = "1s"\n'
        config.write_text(text)
        self.lines = []
        self.process = subprocess.Popen(
            [binary(), "serve", "--config", str(config)],
            env={**environment(), **CREDENTIALS},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._read, daemon=True).start()
        self.set_up_link = wait_until(self._link, what="the link to set up")

    def _read(self):
        for line in self.process.stderr:
            self.lines.append(line)

    def _link(self):
        if self.process.poll() is not None:
            raise AssertionError("the server ended: " + "".join(self.lines))
        for line in list(self.lines):
            found = re.search(r"http://\S+/set-up\?token=[\w-]+", line)
            if found:
                return found.group(0)
        return None

    def drop(self, name, text):
        """Puts a file into the watched folder, complete at once."""
        inbox = self.data / "inbox"
        inbox.mkdir(parents=True, exist_ok=True)
        part = pathlib.Path(self.folder.name) / name
        part.write_text(text)
        part.rename(inbox / name)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.process.stderr.close()
        self.folder.cleanup()
