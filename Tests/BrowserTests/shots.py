"""Takes pictures of every page at both sizes, light and dark, into the folder screenshots."""

import sys

from browser import SIZES, chromium, screenshot
from servers import Moto, Nightjar, wait_until

PASSWORD = "a long enough password"


def paths(page, origin):
    """Every page, by the name of its picture."""
    page.goto(origin + "/alerts?view=all")
    alert = page.locator("[data-row]").first.get_attribute("data-path")
    page.goto(origin + "/rules?q=recorder")
    rule = page.locator("[data-row]").first.get_attribute("data-path")
    return {
        "alerts": "/alerts?view=all", "alerts-grouped": "/alerts?view=all&group=rule&group=principal",
        "alerts-wrong-query": "/alerts?q=user.name%3A%20(", "alert": alert, "alert-evidence": alert + "?evidence=1",
        "incidents": "/incidents", "incident": "/incidents/1",
        "explore": "/explore", "explore-esql": "/explore?lang=esql&q=FROM%20logs-*%20%7C%20STATS%20count%20%3D%20COUNT(*)%20BY%20event.action%20%7C%20SORT%20count%20DESC%20%7C%20LIMIT%2020",
        "rules": "/rules", "rules-monitoring": "/rules?tab=monitoring", "rule": rule,
        **{f"rule-{tab}": f"{rule}?tab={tab}" for tab in ("guide", "alerts", "exceptions", "runs", "versions", "tests")},
        "rule-editor": rule + "/edit", "exceptions": "/exceptions", "exception-form": "/exceptions/new",
        "coverage": "/coverage", "visibility": "/visibility", "health": "/health", "audit": "/audit?verify=1",
        "settings": "/settings",
    }


def main(only):
    server = Nightjar()
    try:
        with chromium() as browser:
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            page = context.new_page()
            page.goto(server.set_up_link)
            screenshot(page, "set-up")
            page.fill("[name=name]", "lena")
            page.fill("[name=password]", PASSWORD)
            page.click("button")
            page.wait_for_url("**/alerts")
            screenshot(page, "empty")
            page.click("text=Load the sample")
            page.wait_for_url("**done=demo**")
            wanted = paths(page, server.url)
            state = context.storage_state()
            for size, (width, height) in SIZES.items():
                for scheme in ("light", "dark"):
                    other = browser.new_context(
                        viewport={"width": width, "height": height}, color_scheme=scheme, storage_state=state)
                    page = other.new_page()
                    for name, path in wanted.items():
                        if only and not any(word in name for word in only):
                            continue
                        page.goto(server.url + path)
                        page.wait_for_timeout(150)
                        screenshot(page, f"{name}-{size}-{scheme}")
                    other.close()
    finally:
        server.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
