"""Every page in a browser: no error, nothing from elsewhere, nothing of what attackers write runs, and the marks that
people with other senses and tools need."""

import datetime
import json
import unittest

from browser import SIZES, Watched, chromium, screenshot
from servers import ACCOUNT, REGION, Nightjar, wait_until
from test_story import PASSWORD, record

ATTACKS = [
    "<script>document.title='owned'</script>",
    "\"><img src=x onerror=\"document.title='owned'\">",
    "'><svg/onload=document.title='owned'>",
    "javascript:document.title='owned'",
    "{{constructor.constructor('document.title=\\'owned\\'')()}}",
    "</textarea><script>document.title='owned'</script>",
    "</title><script>document.title='owned'</script>",
]

AXE = """() => {
  const problems = [];
  const named = (element) => (element.getAttribute('aria-label') || element.getAttribute('title') || element.textContent
    || element.labels?.[0]?.textContent || element.getAttribute('placeholder') || '').trim();
  const ids = new Set();
  for (const element of document.querySelectorAll('[id]')) {
    if (ids.has(element.id)) problems.push(`two elements are #${element.id}`);
    ids.add(element.id);
  }
  for (const element of document.querySelectorAll('a[href], button, summary, [role=tab]')) {
    if (!named(element)) problems.push(`no name: ${element.outerHTML.slice(0, 120)}`);
  }
  for (const element of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
    const label = element.getAttribute('aria-label') || [...(element.labels ?? [])].map((one) => one.textContent).join('').trim();
    if (!label) problems.push(`no label: ${element.outerHTML.slice(0, 120)}`);
  }
  for (const element of document.querySelectorAll('svg')) {
    if (!element.closest('[aria-hidden=true]') && element.getAttribute('role') !== 'img') problems.push(`a picture without words: ${element.outerHTML.slice(0, 80)}`);
  }
  for (const element of document.querySelectorAll('[style], [onclick], [onload]')) problems.push(`inline: ${element.outerHTML.slice(0, 80)}`);
  for (const name of ['aria-controls', 'aria-labelledby', 'aria-describedby']) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      for (const id of element.getAttribute(name).split(' ')) if (!document.getElementById(id)) problems.push(`${name} names nothing: ${id}`);
    }
  }
  if (document.querySelectorAll('h1').length !== 1) problems.push('not one h1');
  if (!document.documentElement.lang) problems.push('no language');
  if (!document.querySelector('main')) problems.push('no main');
  if (document.documentElement.scrollWidth > innerWidth + 1) problems.push(`wider than the window: ${document.documentElement.scrollWidth}`);
  return problems;
}"""


class PagesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Nightjar()
        cls.addClassCleanup(cls.server.stop)
        now = datetime.datetime.now(datetime.timezone.utc)
        records = []
        for place, attack in enumerate(ATTACKS):
            when = now - datetime.timedelta(minutes=60 - place)
            one = record(f"22222222-0000-4000-8000-00000000000{place}", "StopConfigurationRecorder", when, user=attack, agent=attack)
            one["requestParameters"] = {"configurationRecorderName": attack}
            one["userIdentity"]["arn"] = f"arn:aws:sts::{ACCOUNT}:assumed-role/x/{attack}"
            one["errorMessage"] = attack
            one["resources"] = [{"ARN": attack, "type": attack}]
            records.append(one)
        cls.server.drop("attack.json", json.dumps({"Records": records}))

    def sign_in(self, page):
        if getattr(type(self), "state", None):
            return
        page.goto(self.server.set_up_link)
        page.fill("[name=name]", "lena")
        page.fill("[name=password]", PASSWORD)
        page.click("button")
        page.wait_for_url("**/alerts")
        type(self).state = page.context.storage_state()

    def seed(self, page):
        """Names of rules and exceptions that are attacks too."""
        page.goto(self.server.url + "/exceptions/new")
        page.fill("[name=name]", ATTACKS[0])
        page.fill("[name=query]", 'user.name: "nobody"')
        page.fill("[name=reason]", ATTACKS[1])
        page.fill("[name=owner]", ATTACKS[2])
        page.click("button[value=save]")
        page.wait_for_url("**done=saved**")
        page.goto(self.server.url + "/rules/new")
        text = page.input_value("textarea[name=text]")
        text = text.replace('name = "New rule"', "name = " + json.dumps(ATTACKS[5]))
        text = text.replace('note = ""', "note = " + json.dumps("# " + ATTACKS[0] + "\n\n[x](javascript:document.title='owned')\n\n" + ATTACKS[1]))
        page.fill("textarea[name=text]", text)
        page.click("button[value=preview]")
        page.wait_for_selector("text=Nothing is stored")
        page.click("button[value=save]")
        page.wait_for_url("**done=saved**")
        return page.url.split(self.server.url)[1].split("?")[0]

    def test_pages(self):
        with chromium() as browser:
            page = browser.new_context().new_page()
            self.sign_in(page)
            page = browser.new_context(storage_state=self.state).new_page()
            wait_until(lambda: page.goto(self.server.url + "/alerts?size=250") and page.locator("[data-row]").count() >= len(ATTACKS), what="the alerts")
            rule = self.seed(page)
            page.goto(self.server.url + "/alerts")
            alerts = [row.get_attribute("data-path") for row in page.locator("[data-row]").all()]
            paths = ["/alerts?view=all&col=time&col=rule&col=reason&col=principal&col=action&col=event", "/alerts?group=principal&group=rule&group=address",
                     "/alerts?q=" + "%3Cscript%3Ealert(1)%3C%2Fscript%3E%20(", "/incidents", "/incidents/1", "/explore",
                     "/explore?lang=esql&q=FROM%20logs-*%20%7C%20KEEP%20user.name,%20user_agent.original",
                     "/explore?lang=eql&q=any%20where%20event.action%20%3D%3D%20%22StopConfigurationRecorder%22",
                     "/rules", "/rules?tab=monitoring", rule, *[f"{rule}?tab={tab}" for tab in ("guide", "alerts", "exceptions", "runs", "versions", "tests")],
                     rule + "/edit", "/exceptions", "/exceptions/new?query=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "/coverage", "/visibility", "/health", "/audit?verify=1", "/audit?q=%3Cscript%3E", "/settings"]
            paths += [path + "?evidence=1" for path in alerts]
            for size, (width, height) in SIZES.items():
                other = browser.new_context(viewport={"width": width, "height": height}, storage_state=self.state)
                page = other.new_page()
                watched = Watched(page, self.server.url)
                for path in paths:
                    with self.subTest(path=path, size=size):
                        response = page.goto(self.server.url + path)
                        self.assertEqual(response.status, 200)
                        page.wait_for_timeout(50)
                        self.assertNotEqual(page.title(), "owned")
                        self.assertEqual(page.evaluate(AXE), [])
                        self.assertIn("script-src 'self'", response.headers["content-security-policy"])
                watched.check()
                other.close()

    def test_details_of_attacks(self):
        with chromium() as browser:
            page = browser.new_context().new_page()
            self.sign_in(page)
            page = browser.new_context(storage_state=self.state).new_page()
            watched = Watched(page, self.server.url)
            wait_until(lambda: page.goto(self.server.url + "/alerts") and page.locator("[data-row]").count() >= len(ATTACKS), what="the alerts")
            for _ in ATTACKS:
                page.keyboard.press("j")
                page.keyboard.press("o")
                page.wait_for_selector("#flyout:not([hidden]) >> text=JSON")
            page.keyboard.press("Escape")
            page.goto(self.server.url + "/explore")
            page.keyboard.press("j")
            page.keyboard.press("o")
            page.wait_for_selector("#flyout:not([hidden])")
            page.keyboard.press("Escape")
            page.click("#q")
            page.keyboard.type("user.name: ")
            page.wait_for_selector("#suggestions li")
            self.assertNotEqual(page.title(), "owned")
            watched.check()

    def test_keys_and_help(self):
        with chromium() as browser:
            page = browser.new_context().new_page()
            self.sign_in(page)
            page = browser.new_context(storage_state=self.state).new_page()
            watched = Watched(page, self.server.url)
            page.goto(self.server.url + "/alerts")
            page.keyboard.press("?")
            self.assertTrue(page.locator("#keys").is_visible())
            page.keyboard.press("Escape")
            page.keyboard.press("g")
            page.keyboard.press("r")
            page.wait_for_url("**/rules")
            page.keyboard.press("g")
            page.keyboard.press("h")
            page.wait_for_url("**/health")
            page.click("#theme")
            page.wait_for_load_state()
            self.assertIn(page.evaluate("document.documentElement.dataset.theme"), ("light", "dark"))
            watched.check()


if __name__ == "__main__":
    unittest.main()
