Attribute VB_Name = "XlrRun"
Option Explicit

' The only place that starts Python. Everything a button does is written there; nothing is decided here.

' Signs that the shell of a Mac would obey if they stood in the name of a workbook.
Private Const SIGNS_OF_SHELL As String = "$`""\|"

' A click that comes while the last one is at work is passed over.
Private Busy As Boolean

' Tells xlrecords which button was pressed, and waits for it (on Windows).
Public Sub RunXlr(ByVal tag As String)
    Dim why As String

    On Error GoTo Failed
    If Busy Then Exit Sub
    why = Obstacle()
    If why <> "" Then
        XlrTell.Tell why
        Exit Sub
    End If
    Busy = True
    Application.StatusBar = XlrTell.Words("busy")
    xlwings.RunPython CommandFor(tag)
    Busy = False
    Exit Sub
Failed:
    Busy = False
    XlrTell.Tell "failed", Err.Description
End Sub

' Puts the worksheet functions of xlrecords into the add-in (Windows; needs trusted access to the object model of VBA).
Public Sub XlrFunctions()
    On Error GoTo Failed
    xlwings.ImportPythonUDFsToAddin
    ThisWorkbook.Save
    Exit Sub
Failed:
    XlrTell.Tell "failed", Err.Description
End Sub

' What Python is given to run.
Public Function CommandFor(ByVal tag As String) As String
    CommandFor = "import xlrecords.addin; xlrecords.addin.run('" & tag & "')"
End Function

' Key of the text that says why a button cannot work now; empty if it can.
Private Function Obstacle() As String
    Dim python As String

    If ActiveWorkbook Is Nothing Then
        Obstacle = IIf(Guarded(), "protected", "nobook")
    ElseIf OnMac() Then
        If Obeyed(ActiveWorkbook.FullName) Then Obstacle = "signs"
    Else
        python = xlwings.GetConfig("INTERPRETER_WIN", "")
        If python = "" Then
            Obstacle = "nopython"
        ElseIf Not xlwings.FileExists(python) Then
            Obstacle = "nopython"
        End If
    End If
End Function

' Whether a name holds a sign that the shell would obey.
Private Function Obeyed(ByVal fullName As String) As Boolean
    Dim place As Long

    For place = 1 To Len(SIGNS_OF_SHELL)
        If InStr(fullName, Mid(SIGNS_OF_SHELL, place, 1)) > 0 Then Obeyed = True
    Next place
End Function

' Whether a workbook is open, but in Protected View, where no add-in sees it.
Private Function Guarded() As Boolean
    Dim host As Object

    On Error Resume Next
    ' Asked by name when it runs: Excel for Mac has no such view, and would not compile the word.
    Set host = Application
    Guarded = host.ProtectedViewWindows.Count > 0
End Function

Public Function OnMac() As Boolean
    OnMac = InStr(Application.OperatingSystem, "Mac") > 0
End Function
