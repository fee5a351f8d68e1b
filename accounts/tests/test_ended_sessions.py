"""Sessions that have run out are put away; those that run are not."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.sessions import put_away_ended_sessions


@pytest.mark.django_db
def test_only_ended_sessions_go() -> None:
    for _visitor in range(2):
        assert Client().get("/account/login/").status_code == 200
    first = Session.objects.order_by("expire_date")[0]
    Session.objects.filter(pk=first.pk).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert (put_away_ended_sessions(timezone.now()), Session.objects.filter(pk=first.pk).exists()) == (1, False)
    assert (put_away_ended_sessions(timezone.now()), Session.objects.count()) == (0, 1)
