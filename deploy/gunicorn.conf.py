"""gunicorn in production (SECURITY C22): `python -m gunicorn -c deploy/gunicorn.conf.py volunteer_portal.wsgi`.

`timeout` is no limit for a request here: it restarts a worker that has hung. A page answers within ten seconds by
design; what takes longer is a job. After TERM a request has `graceful_timeout` to end.
"""

import gc
import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "3"))
# Two at a time in each: one works while the other waits for the database. More would share one core and all end late.
threads = 2
# No process takes more than it works on: whoever has to wait does so where the first one that is free takes them. nginx
# asks over a new connection each time, so none is kept.
worker_connections = threads
keepalive = 0
timeout = 60
graceful_timeout = 30
max_requests = 2000
max_requests_jitter = 200


def post_worker_init(worker):
    """What is loaded by now stays until the end: looking again and again for rubbish in it costs a tenth of a page."""
    gc.collect()
    gc.freeze()


worker_tmp_dir = "/dev/shm"  # noqa: S108 – heartbeats only; on a disk a slow write would look like a hung worker
control_socket_disable = True
forwarded_allow_ips = os.environ.get("TRUSTED_PROXIES", "127.0.0.1")
loglevel = "warning"
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"scrubbed": {"()": "volunteer_portal.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "scrubbed"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "gunicorn.error": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "gunicorn.access": {"handlers": [], "level": "WARNING", "propagate": False},  # nginx keeps the access log
    },
}
