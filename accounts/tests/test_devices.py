"""What a browser calls itself."""

import pytest

from accounts.devices import device

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 14; V2309A)"


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        (f"{WINDOWS} (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36", "Chrome · Windows"),
        (f"{WINDOWS} (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.0.0", "Edge · Windows"),
        (f"{WINDOWS} Chrome/94.0.4606.71 Safari/537.36 QQBrowser/11.9.5355.400", "QQ Browser · Windows"),
        (f"{WINDOWS} Chrome/86.0.4240.198 Safari/537.36 QIHU 360SE", "360 · Windows"),
        (f"{PHONE} Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160 MicroMessenger/8.0.44", "WeChat · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14.1; rv:120.0) Gecko/20100101 Firefox/120.0", "Firefox · macOS"),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_device(user_agent: str, expected: str) -> None:
    assert device(user_agent) == expected
