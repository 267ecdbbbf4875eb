"""The component of the add-on: LibreOffice gives it the commands «ru.xlrecords:tag» of the buttons.

All files of this folder run inside LibreOffice's own Python, 3.8 or later, with nothing but its standard library and `uno`.
"""

import unohelper
from com.sun.star.frame import XDispatch, XDispatchProvider
from com.sun.star.lang import XInitialization, XServiceInfo
from xlrecords_office import press, tips

PROTOCOL = "ru.xlrecords:"
IMPLEMENTATION = "ru.xlrecords.Handler"
SERVICES = ("com.sun.star.frame.ProtocolHandler",)


class Handler(unohelper.Base, XDispatchProvider, XDispatch, XInitialization, XServiceInfo):
    """One for each window and command."""

    def __init__(self, context, *arguments):
        self.context = context
        self.frame = None

    def initialize(self, arguments):
        self.frame = arguments[0] if arguments else None

    def queryDispatch(self, url, target, flags):
        return self if url.Protocol == PROTOCOL else None

    def queryDispatches(self, requests):
        return tuple(self.queryDispatch(one.FeatureURL, one.FrameName, one.SearchFlags) for one in requests)

    def dispatch(self, url, arguments):
        press.begin(self.context, self.frame, url.Path)

    def addStatusListener(self, listener, url):
        tips.tell(self, listener, url)

    def removeStatusListener(self, listener, url):
        pass

    def getImplementationName(self):
        return IMPLEMENTATION

    def supportsService(self, name):
        return name in SERVICES

    def getSupportedServiceNames(self):
        return SERVICES


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Handler, IMPLEMENTATION, SERVICES)
