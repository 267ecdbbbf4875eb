Attribute VB_Name = "XlrRibbon"
Option Explicit

' The ribbon calls this one Sub for every button; the tag of the button says which it was.
Public Sub OnAction(control As IRibbonControl)
    XlrRun.RunXlr control.Tag
End Sub
