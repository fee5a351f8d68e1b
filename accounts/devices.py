"""What a browser calls itself, in two words a person recognises."""

from typing import Final

# The first that is named wins: the browsers further down are also named by those above them.
BROWSERS: Final = {
    "MicroMessenger": "WeChat",
    "DingTalk": "DingTalk",
    "QQBrowser": "QQ Browser",
    "QIHU": "360",
    "360SE": "360",
    "360EE": "360",
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
SYSTEMS: Final = {
    "HarmonyOS": "HarmonyOS",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


def device(user_agent: str) -> str:
    """For example `Edge · Windows`; empty when nothing is recognised."""
    named = (next((word for mark, word in table.items() if mark in user_agent), "") for table in (BROWSERS, SYSTEMS))
    return " · ".join(filter(None, named))
