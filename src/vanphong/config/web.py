"""What each web process loads: the application, tied to the server so that a killed one frees its port."""

import gc
import signal

from vanphong.lib.tether import tie_to_parent

# Before the application: a process must not outlive its parent even while it is still loading.
tie_to_parent(signal.SIGKILL)

# What is loaded lives as long as the process: looking for garbage in it, now and later, is time lost.
gc.disable()

from .wsgi import application  # noqa: E402

gc.freeze()
gc.enable()
# A page makes some 50,000 short-lived objects and nearly no cycle: at 700 it is searched for them 70 times.
gc.set_threshold(20_000, 20, 50)

__all__ = ["application"]
