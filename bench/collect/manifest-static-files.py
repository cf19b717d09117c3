# What the benchmark compares with: Django's collectstatic into ManifestStaticFilesStorage, with references in modules
# rewritten as well, as far as Django can. Arguments: source, destination. Prints seconds and peak memory as JSON.
import json
import resource
import sys
import time

import django
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class Storage(ManifestStaticFilesStorage):
    support_js_module_import_aggregation = True


source, destination = sys.argv[1:]
settings.configure(
    INSTALLED_APPS=["django.contrib.staticfiles"],
    STATIC_URL="/static/",
    MEDIA_URL="/media/",
    STATIC_ROOT=destination,
    STATICFILES_DIRS=[source],
    STORAGES={"staticfiles": {"BACKEND": "__main__.Storage"}},
)
django.setup()

from django.core.management import call_command  # noqa: E402

started = time.perf_counter()
call_command("collectstatic", interactive=False, verbosity=0)
print(
    json.dumps(
        {
            "seconds": time.perf_counter() - started,
            "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        }
    )
)
