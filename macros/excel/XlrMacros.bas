Attribute VB_Name = "XlrMacros"
Option Explicit

' A macro for each button: for a key, for the quick access toolbar, for Alt+F8. Made of the list of buttons: python macros/build.py --ribbon

Public Sub XlrCheckSheet()
    XlrRun.RunXlr "check-sheet"
End Sub

Public Sub XlrCheckBook()
    XlrRun.RunXlr "check-book"
End Sub

Public Sub XlrNext()
    XlrRun.RunXlr "next"
End Sub

Public Sub XlrUnmark()
    XlrRun.RunXlr "unmark"
End Sub

Public Sub XlrUndo()
    XlrRun.RunXlr "undo"
End Sub

Public Sub XlrSummary()
    XlrRun.RunXlr "summary"
End Sub

Public Sub XlrWhy()
    XlrRun.RunXlr "why"
End Sub

Public Sub XlrEligible()
    XlrRun.RunXlr "eligible"
End Sub

Public Sub XlrStudentSheet()
    XlrRun.RunXlr "student-sheet"
End Sub

Public Sub XlrClassSheets()
    XlrRun.RunXlr "class-sheets"
End Sub

Public Sub XlrCertificate()
    XlrRun.RunXlr "certificate"
End Sub

Public Sub XlrArchive()
    XlrRun.RunXlr "archive"
End Sub

Public Sub XlrVerify()
    XlrRun.RunXlr "verify"
End Sub

Public Sub XlrSettings()
    XlrRun.RunXlr "settings"
End Sub

Public Sub XlrDoctor()
    XlrRun.RunXlr "doctor"
End Sub

Public Sub XlrHelp()
    XlrRun.RunXlr "help"
End Sub
