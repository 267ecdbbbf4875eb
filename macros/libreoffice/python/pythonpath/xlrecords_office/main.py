"""Work given to the thread of the windows: only there a document may be changed."""

import queue
import traceback

import unohelper
from com.sun.star.awt import XCallback

from . import settings


class _Call(unohelper.Base, XCallback):
    """One piece of work."""

    def __init__(self, work):
        self._work = work

    def notify(self, data):
        self._work()


class Main:
    """The thread of the windows, seen from another one."""

    def __init__(self, context):
        self._callback = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.AsyncCallback", context)

    def post(self, work):
        """Have it done, some time soon; nobody waits for it, and nobody hears of its errors."""
        self._callback.addCallback(_Call(lambda: _quietly(work)), None)

    def ask(self, work):
        """Have it done and wait for its result, or its exception."""
        answers = queue.Queue()

        def answer():
            try:
                answers.put((work(), None))
            except Exception as error:
                answers.put((None, error))

        self._callback.addCallback(_Call(answer), None)
        result, error = answers.get()
        if error is not None:
            raise error
        return result


class Here:
    """The same where a press is over when its dispatch is: all is done at once."""

    def post(self, work):
        _quietly(work)

    def ask(self, work):
        return work()


def _quietly(work):
    try:
        work()
    except Exception:
        settings.log(traceback.format_exc())
