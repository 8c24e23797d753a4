"""The story of an analyst, in a browser, by keyboard: from the first sign-in to a change window that explains the next match."""

import datetime
import json
import unittest

from browser import Watched, chromium, screenshot
from servers import ACCOUNT, REGION, Moto, Nightjar, wait_until

PASSWORD = "a long enough password"
SEED = "AWS Configuration Recorder Stopped"


def record(identifier, action, when, user="aurelis-migration", agent="aws-cli/2.28.11"):
    """A record of CloudTrail in which somebody works on the recorder."""
    return {
        "eventVersion": "1.11",
        "userIdentity": {
            "type": "IAMUser", "principalId": "AIDAEXAMPLE", "arn": f"arn:aws:iam::{ACCOUNT}:user/{user}",
            "accountId": ACCOUNT, "accessKeyId": "AKIAEXAMPLE", "userName": user,
        },
        "eventTime": when.strftime("%Y-%m-%dT%H:%M:%SZ"), "eventSource": "config.amazonaws.com",
        "eventName": action, "awsRegion": REGION, "sourceIPAddress": "192.0.2.146", "userAgent": agent,
        "requestParameters": {"configurationRecorderName": "default"}, "responseElements": None,
        "requestID": f"request-{identifier}", "eventID": identifier, "readOnly": False, "eventType": "AwsApiCall",
        "managementEvent": True, "recipientAccountId": ACCOUNT, "eventCategory": "Management",
    }


class StoryTest(unittest.TestCase):
    def setUp(self):
        self.moto = Moto()
        self.addCleanup(self.moto.stop)
        self.server = Nightjar(endpoint=self.moto.url)
        self.addCleanup(self.server.stop)

    def drop(self, name, *records):
        self.server.drop(name, json.dumps({"Records": list(records)}))

    def focus(self, page, selector):
        """Moves the focus to an element as the tabulator key does, and fails when it is not reached."""
        for _ in range(400):
            page.keyboard.press("Tab")
            if page.evaluate("wanted => document.activeElement?.matches(wanted)", selector):
                return
        self.fail(f"{selector} cannot be reached by keyboard")

    def test_story(self):
        with chromium() as browser:
            page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            watched = Watched(page, self.server.url)
            self.sign_up(page)
            self.find_alert(page)
            self.run_evidence(page)
            self.respond(page)
            self.add_window(page)
            self.see_expected(page)
            watched.check()

    def sign_up(self, page):
        page.goto(self.server.set_up_link)
        page.wait_for_function("document.activeElement?.name === 'name'")
        page.keyboard.type("lena")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/alerts")
        self.assertIn("lena", page.inner_text(".who"))
        self.assertIn("No event has arrived yet", page.inner_text("main"))

    def find_alert(self, page):
        now = datetime.datetime.now(datetime.timezone.utc)
        self.drop("stop.json", record("11111111-0000-4000-8000-000000000001", "StopConfigurationRecorder", now - datetime.timedelta(minutes=5)))
        # The page is open all the while: the alert appears by itself.
        page.wait_for_selector(f"[data-row] >> text={SEED}", timeout=30_000)
        page.keyboard.press("/")
        page.keyboard.type('user.name: "aurelis-migration"')
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        page.keyboard.press("Enter")
        page.wait_for_url("**q=user.name**")
        page.keyboard.press("j")
        page.keyboard.press("o")
        page.wait_for_selector("#flyout:not([hidden])")
        self.assertIn("StopConfigurationRecorder", page.inner_text("#flyout"))
        screenshot(page, "flyout")
        page.keyboard.press("Escape")
        self.assertTrue(page.locator("#flyout").is_hidden())
        page.keyboard.press("e")
        page.wait_for_url("**done=acknowledged**")
        self.assertIn("1 alert acknowledged", page.inner_text("[role=status]"))
        page.goto(self.server.url + "/alerts?view=acknowledged")
        self.focus(page, "a.open")
        page.keyboard.press("Enter")
        page.wait_for_selector("#evidence")

    def run_evidence(self, page):
        self.focus(page, "form[action$='/evidence'] button")
        page.keyboard.press("Enter")
        page.wait_for_selector("svg.timeline")
        text = page.inner_text("#evidence")
        self.assertIn("Blind window", text)
        self.assertIn("aurelis-migration", text)
        self.assertGreaterEqual(page.locator("#evidence .step").count(), 5)
        screenshot(page, "story-evidence")

    def respond(self, page):
        self.assertFalse(self.moto.is_recording())
        self.focus(page, "#response button[value=plan]")
        page.keyboard.press("Enter")
        page.wait_for_url("**done=planned**")
        self.assertIn("StartConfigurationRecorder", page.inner_text("#response"))
        self.assertFalse(self.moto.is_recording(), "a plan must change nothing")
        self.focus(page, "#response button[value=approve]")
        page.keyboard.press("Enter")
        page.wait_for_url("**done=approved**")
        self.assertFalse(self.moto.is_recording(), "an approval must change nothing")
        self.focus(page, "#response button[value=execute]")
        page.keyboard.press("Enter")
        page.wait_for_url("**done=executed**", timeout=60_000)
        self.assertIn("recording: true", page.inner_text("#response"))
        self.assertTrue(self.moto.is_recording())
        screenshot(page, "story-response")

    def add_window(self, page):
        page.keyboard.press("g")
        page.keyboard.press("x")
        page.wait_for_url("**/exceptions")
        self.focus(page, "main a[href='/exceptions/new']")
        page.keyboard.press("Enter")
        page.wait_for_selector("[name=begin]")
        for name, value in [
            ("name", "Account migration"), ("query", 'user.name: "aurelis-migration"'), ("owner", "platform team"),
            ("reason", "the migration makes the recorder anew"), ("begin", "00:00"), ("end", "23:59"),
        ]:
            self.focus(page, f"[name={name}]")
            page.keyboard.press("Control+A")
            page.keyboard.type(value)
        self.focus(page, "button[value=impact]")
        page.keyboard.press("Enter")
        page.wait_for_selector("text=would have been expected")
        self.assertIn("1 alerts", page.inner_text("main").replace("\n", " "))
        screenshot(page, "story-impact")
        self.focus(page, "button[value=save]")
        page.keyboard.press("Enter")
        page.wait_for_url("**done=saved**")
        self.assertIn("Account migration", page.inner_text("main"))
        screenshot(page, "story-exceptions")

    def see_expected(self, page):
        # Between two times of day that the window covers, whenever the test runs.
        now = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(minutes=3)
        if now.hour == 23 and now.minute == 59:
            now -= datetime.timedelta(minutes=10)
        self.drop("again.json", record("11111111-0000-4000-8000-000000000002", "StopConfigurationRecorder", now))

        def expected():
            page.goto(self.server.url + "/alerts?view=expected")
            return page.locator("[data-row]").count()

        wait_until(expected, what="the expected match")
        self.assertIn(SEED, page.inner_text("main"))
        page.goto(self.server.url + "/alerts?view=open")
        self.assertEqual(page.locator("[data-row]").count(), 0, "an expected match is no open alert")


if __name__ == "__main__":
    unittest.main()
