"""Tips of the buttons on the toolbar: LibreOffice asks each for its state, and takes the tip as part of it."""

import uno

from . import settings


def tell(source, listener, url):
    """Answer a button that asks for its state: it can always be pressed, and this is its tip."""
    event = uno.createUnoStruct("com.sun.star.frame.FeatureStateEvent")
    event.Source, event.FeatureURL, event.IsEnabled = source, url, True
    tip = settings.config().get("tips", {}).get(url.Path)
    if tip:
        text = uno.createUnoStruct("com.sun.star.beans.NamedValue")
        text.Name, text.Value = "HelpText", tip
        command = uno.createUnoStruct("com.sun.star.frame.ControlCommand")
        command.Command, command.Arguments = "SetQuickHelpText", (text,)
        event.State = command
    listener.statusChanged(event)
