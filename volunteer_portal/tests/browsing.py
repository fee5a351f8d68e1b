"""What a person does in the browser: logs in, fills in, presses the filled button; and how a page is looked at."""

import re
from pathlib import Path

from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from jobs.running import run_waiting
from units.models import UnitYear
from volunteer_portal.tests.corpus import corpus_school
from volunteer_portal.tests.school import stored_account, stored_contact

PASSWORD = "a long enough password"
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"


def small_school() -> UnitYear:
    """计算机学院 with a contact, and a reviewer in the office; nothing is done yet."""
    made: UnitYear = corpus_school().units.get(unit__code="cs")
    stored_contact(made, "contact", password=PASSWORD)
    stored_account("reviewer", User.Role.REVIEWER, password=PASSWORD)
    return made


def look(page: Page) -> None:
    """Look at a page once it stands: no accessibility finding, nothing wider than the screen."""
    page.wait_for_load_state()
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    assert page.evaluate(TOO_WIDE) <= 0, f"{page.url} is wider than the screen"


def log_in(page: Page, live_server: LiveServer, name: str, password: str = PASSWORD) -> None:
    """By the forms, and with the Enter key."""
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(re.compile("/(units/cs|board|second-factor/authenticate)/$"))
    if codes := Authenticator.objects.filter(user__username=name, type=Authenticator.Type.RECOVERY_CODES).first():
        # Of these there are ten; the app's own code is good only once in half a minute.
        page.locator("[name=code]").fill(codes.wrap().get_unused_codes()[0])
        page.locator("[name=code]").press("Enter")
        page.wait_for_url(re.compile("/(units/cs|board)/$"))


def fill(page: Page, **facts: str | bool | list[str]) -> None:
    """The fields of the page's form by their names."""
    for name, fact in facts.items():
        field = page.locator(f"main form [name={name}]")
        if isinstance(fact, list):
            for value in fact:
                page.locator(f"main form [name={name}][value='{value}']").check()
        elif isinstance(fact, bool):
            field.set_checked(fact)
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(fact)
        else:
            field.fill(fact)


def filled_button(page: Page) -> Locator:
    """The one filled button: the next step."""
    return page.locator("main .btn-primary")


def go(page: Page, live_server: LiveServer, path: str) -> None:
    """A page of our unit."""
    page.goto(f"{live_server.url}/units/cs/{path}")


def tones(page: Page) -> list[str]:
    """How the five things stand."""
    classes = page.locator(".step").evaluate_all("steps => steps.map(step => step.className)")
    return [re.findall(r"tone-(\w+)", names)[0] for names in classes]


def upload(page: Page, file: Path) -> None:
    """Choose a roster, wait for the worker, see what it would change."""
    page.locator("main form [name=file]").set_input_files(file)
    page.locator("main form [name=informed]").check()
    filled_button(page).click()
    page.wait_for_url(re.compile("/jobs/"))
    assert run_waiting() == 1
    page.wait_for_url(re.compile("/rosters/"))


def counts(page: Page) -> list[int]:
    """In the file, new, changed, unchanged, held back, not taken over."""
    return [int(number) for number in page.locator("dl.counts dd").all_inner_texts()]


def take_over(page: Page) -> None:
    filled_button(page).click()
    page.wait_for_url(re.compile("/units/cs/$"))


def downloaded(page: Page, link: Locator) -> bytes:
    """What a link or a button brings."""
    with page.expect_download() as waiting:
        link.click()
    return waiting.value.path().read_bytes()


def tab_to(page: Page, target: str) -> None:
    """Press Tab until the focus is there."""
    for _press in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("target => document.activeElement.matches(target)", target):
            return
    raise AssertionError(f"The keyboard does not reach {target}")
