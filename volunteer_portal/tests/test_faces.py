"""What looks at the pages sees the faults it is there for."""

import pytest
from django.http import HttpResponse
from playwright.sync_api import Browser

from volunteer_portal.tests.faces import FACES, mirror

PAGE = '<!doctype html><html lang="zh"><title>页</title><body style="margin:0"><main><h1>标题</h1>{}</main></html>'
NARROW, LONG = "width:8em;height:1.4em;white-space:nowrap", "字" * 12

PUSHED = "document.querySelector('main').prepend(Object.assign(document.createElement('h2'), {textContent: '新'}))"

# What was never painted has not moved: a busy machine paints late.
AFTER_A_FRAME = "(act => onload = () => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(act, 50))))"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (f"<p>{LONG}</p>", ""),
        (f'<p style="{NARROW};overflow:hidden">{LONG}</p>', "cut off sideways"),
        (f'<p style="width:9em;height:1.5em;overflow:hidden">{LONG}</p>', "cut off below"),
        (f'<p style="width:40em">{LONG}</p>', "px wider than the screen"),
        (f'<p>{LONG}</p><p style="position:absolute;top:60px;margin:0">{LONG}</p><p>{LONG}</p>', "one over the other"),
        (f'<p style="margin-left:-3em">{LONG}</p>', "left of the screen"),
        (f'<p class="visually-hidden" style="position:absolute;width:1px;overflow:hidden">{LONG}</p>', ""),
    ],
)
def test_enlarged(browser: Browser, body: str, found: str) -> None:
    with mirror(browser) as page:
        page.show(HttpResponse(PAGE.format(body)), "/", FACES[0])
        faults = page.faults_enlarged()
        assert found in str(faults) if found else faults == {}


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<p>好</p>", ""),
        ('<img src="data:,">', "image-alt"),
        ('<p style="color:#ccc">看不清的字</p>', "color-contrast"),
        ("<h1>二</h1>", "2 × h1"),
        ('<nav class="tabs" style="visibility:hidden">页签</nav>', "waits for ever"),
        (f"<p>好</p><script>{AFTER_A_FRAME}(() => {{ {PUSHED} }})</script>", "moves by"),
    ],
)
def test_in_order(browser: Browser, body: str, found: str) -> None:
    with mirror(browser) as page:
        faults = page.faults(HttpResponse(PAGE.format(body)), "/", FACES[0])
        assert found in str(faults) if found else faults == []
