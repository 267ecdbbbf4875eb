Attribute VB_Name = "XlrTell"
Option Explicit

' What the add-in itself must tell. The texts stand on its sheet, for code of VBA knows only the letters of one code page.
Public Const SHEET As String = "xlrecords.conf"
Private Const KEYS As Long = 4
Private Const ROWS_OF_TEXT As Long = 20
' Error texts of Python are long: their end says what happened.
Private Const LONGEST As Long = 900
Private Const EXCLAMATION_IN_FRONT As Long = 4144

' A text of the sheet by its key: column D has the keys, column E the texts.
Public Function Words(ByVal key As String) As String
    Dim row As Long

    For row = 1 To ROWS_OF_TEXT
        If ThisWorkbook.Worksheets(SHEET).Cells(row, KEYS).Value = key Then
            Words = ThisWorkbook.Worksheets(SHEET).Cells(row, KEYS + 1).Value
            Exit Function
        End If
    Next row
End Function

' One window: the text of the key, and below it what the system said.
Public Sub Tell(ByVal key As String, Optional ByVal detail As String = "")
    Dim text As String

    text = Words(key)
    If detail <> "" Then text = text & vbLf & vbLf & Right(detail, LONGEST)
    Application.StatusBar = False
    Application.ScreenUpdating = True
    If XlrRun.OnMac() Then
        MsgBox text, vbExclamation, Words("title")
    Else
        ' Not MsgBox: where Windows speaks another language, it shows question marks for Russian letters.
        CreateObject("WScript.Shell").Popup text, 0, Words("title"), EXCLAMATION_IN_FRONT
    End If
End Sub
