"""One account per role for the synthetic school; passwords are made by chance and only the owner can read them."""

import os
import secrets
from datetime import datetime
from pathlib import Path

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from accounts.models import User
from accounts.second_factor import is_required
from campaigns.deadlines import OFFICE_TIME
from units.models import StaffContact, Unit

ROLES = (
    ("admin-demo", "管理员（演示）", "administrator"),
    ("office-demo", "校文明办（演示）", "reviewer"),
    ("contact-demo", "单位联系人（演示）", "contact"),
    ("auditor-demo", "审计员（演示）", "auditor"),
)


def make_accounts(at: datetime) -> str:
    """One for each role, the contact's for the first unit; returns the lines to print, passwords in clear."""
    lines = []
    for username, name, role in ROLES:
        password = secrets.token_urlsafe(12)
        user = User.objects.create_user(username, password, name=name, role=role, email=f"{username}@example.com")
        if is_required(user):
            add_app(user)
        lines.append(f"{role:<15}{username:<15}{password}")
        if role == User.Role.CONTACT:
            StaffContact.objects.create(
                unit=Unit.objects.order_by("pk")[0], user=user, since=at.astimezone(OFFICE_TIME).date()
            )
    return "\n".join(lines) + "\n"


def add_app(user: User) -> None:
    """The second factor a role needs, marked as the demo's: its codes are shown where they are asked for."""
    app = TOTP.activate(user, generate_totp_secret()).instance
    app.data["demo"] = True
    app.save()
    RecoveryCodes.activate(user)


def keep(lines: str, path: Path) -> None:
    """Keep the printed lines for the next start, readable by the owner only."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(lines)
