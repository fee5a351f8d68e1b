"""Draws the handbook's pictures from the demo school, so that they never lie: `make pictures`."""

import io
import os
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
LONGEST = 1000  # px: what is further down a page is not needed to recognise it


class Picture(NamedTuple):
    """A page as somebody sees it; the unit is one of the demo school's."""

    name: str
    who: str
    path: str


DRAWN = [
    Picture("my-unit", "contact-demo", "/units/cs/"),
    Picture("head-count", "contact-demo", "/units/cs/head-count/"),
    Picture("team", "contact-demo", "/units/cs/team/"),
    Picture("upload", "contact-demo", "/units/cs/volunteers/upload/"),
    Picture("volunteers", "contact-demo", "/units/me/volunteers/"),
    Picture("missing", "contact-demo", "/units/me/missing/"),
    Picture("projects", "contact-demo", "/units/me/projects/"),
    Picture("submission", "contact-demo", "/units/me/submission/"),
    Picture("contacts", "contact-demo", "/units/me/contacts/"),
    Picture("board", "office-demo", "/board/"),
    Picture("cockpit", "office-demo", "/cockpit/"),
    Picture("attachments", "office-demo", "/attachments/"),
    Picture("units", "admin-demo", "/attachment1/"),
]


def main() -> None:
    """A demo school in a folder of its own, its pages in Chromium, one picture each."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATA_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "volunteer_portal.tests.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # Playwright keeps an event loop in this thread
        }
        sys.path.insert(0, str(ROOT))
        draw()


def draw() -> None:
    """Make the school, then go from page to page."""
    import django  # only now: the settings read the environment above

    django.setup()
    from django.core.management import call_command
    from django.test import Client
    from playwright.sync_api import sync_playwright

    from accounts.models import User
    from units.models import StaffContact, Unit
    from volunteer_portal.tests.acts import log_in
    from volunteer_portal.tests.browser import FLAGS, chromium
    from volunteer_portal.tests.faces import Face, mirror

    for command in ("migrate", "createcachetable"):
        call_command(command, verbosity=0)
    call_command("demo", stdout=io.StringIO())
    contact = User.objects.get(username="contact-demo")
    StaffContact.objects.get_or_create(unit=Unit.objects.get(code="me"), user=contact, since=contact.date_joined.date())
    PICTURES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, "--lang=zh-CN"])
        with mirror(browser) as shown:
            for picture in DRAWN:
                client = Client(headers={"host": "localhost"})
                log_in(client, User.objects.get(username=picture.who))
                answer = client.get(picture.path)
                assert answer.status_code == 200, f"{picture.path}: {answer.status_code}"  # noqa: S101
                shown.show(answer, picture.path, Face(1280, "zh-hans", "light"))
                height = min(LONGEST, shown.page.evaluate("document.documentElement.scrollHeight"))
                shown.page.set_viewport_size({"width": 1280, "height": height})
                shown.page.screenshot(path=PICTURES / f"{picture.name}.png")
                print(picture.name)
        browser.close()


if __name__ == "__main__":
    main()
