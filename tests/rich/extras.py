"""Ingredients that no library writes, put into a package by hand as Excel puts them. Each is a function of the package."""

from __future__ import annotations

from .made import JOURNAL, LISTS
from .package import MAIN, MEDIA, MICROSOFT, OFFICE, Package

PERSON = "{6F1E7C2A-0B5D-4C39-9E54-7B1D2A3C4E5F}"
THREAD, ANSWER = "{0A1B2C3D-1111-4222-8333-444455556666}", "{0A1B2C3D-1111-4222-8333-444455557777}"


def ribbon(package: Package) -> None:
    """A tab of the school's own on the ribbon."""
    part = package.add(
        "customUI/customUI14.xml",
        f'<customUI xmlns="{MICROSOFT}/2009/07/customui"><ribbon><tabs><tab id="school" label="Школа"><group id="journal" label="Журнал">'
        '<button id="check" label="Проверить" onAction="check" size="large"/></group></tab></tabs></ribbon></customUI>',
    )
    package.tie("", f"{MICROSOFT}/2007/relationships/ui/extensibility", part)


def controls(package: Package) -> None:
    """A check box, a control of forms, with its properties and its shape beside the buttons that are there."""
    sheet = package.sheet(JOURNAL)
    part = package.add(
        "xl/ctrlProps/ctrlProp1.xml",
        f'<formControlPr xmlns="{MICROSOFT}/spreadsheetml/2009/9/main" objectType="CheckBox" checked="Checked" fmlaLink="$G$4" '
        'lockText="1" noThreeD="1"/>',
        "application/vnd.ms-excel.controlproperties+xml",
    )
    name = package.tie(sheet, f"{OFFICE}/ctrlProp", part)
    anchor = "".join(
        f"<{end}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></{end}>"
        for end, column, row in (("from", 5, 7), ("to", 7, 8))
    )
    package.put(
        sheet,
        '<mc:AlternateContent><mc:Choice Requires="x14"><controls><mc:AlternateContent><mc:Choice Requires="x14">'
        f'<control shapeId="1040" r:id="{name}" name="Флажок 1"><controlPr defaultSize="0" autoFill="0" autoLine="0" autoPict="0">'
        f'<anchor moveWithCells="1">{anchor}</anchor></controlPr></control></mc:Choice></mc:AlternateContent></controls></mc:Choice>'
        "</mc:AlternateContent>",
    )
    package.replace(
        "xl/drawings/vmlDrawing1.vml",
        "</xml>",
        '<v:shape id="_x0000_s1040" type="#_x0000_t201" style="position:absolute;margin-left:320pt;margin-top:105pt;width:96pt;height:15pt;'
        'z-index:9" filled="f" stroked="f" o:insetmode="auto"><v:path shadowok="t" strokeok="t" fillok="t"/><v:textbox><div>Сдано</div>'
        '</v:textbox><x:ClientData ObjectType="Checkbox"><x:SizeWithCells/><x:Anchor>5, 0, 7, 0, 7, 0, 8, 0</x:Anchor>'
        "<x:AutoFill>False</x:AutoFill><x:Checked>1</x:Checked><x:FmlaLink>$G$4</x:FmlaLink><x:NoThreeD/></x:ClientData></v:shape></xml>",
    )


def check_by_other_sheet(package: Package) -> None:
    """A drop-down list of another sheet as Excel 2010 writes it: in an extension, beside those that are there."""
    package.put(
        package.sheet(JOURNAL),
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="' + f"{MICROSOFT}/spreadsheetml/2009/9/main" + '">'
        '<x14:dataValidations count="1"><x14:dataValidation type="list" allowBlank="1" showErrorMessage="1" '
        'xr:uid="{00000000-0002-0000-0000-000001000000}">'
        f"<x14:formula1><xm:f>{LISTS}!$A$2:$A$6</xm:f></x14:formula1><xm:sqref>G2:G5</xm:sqref></x14:dataValidation>"
        "</x14:dataValidations></ext></extLst>",
    )


def slicers(package: Package) -> None:
    """A slicer of the table «Классы»: cache, slicer, and both extensions that tie them."""
    main, later = f"{MICROSOFT}/spreadsheetml/2009/9/main", f"{MICROSOFT}/spreadsheetml/2010/11/main"
    cache = package.add(
        "xl/slicerCaches/slicerCache1.xml",
        f'<slicerCacheDefinition xmlns="{main}" name="Срез_Класс" sourceName="Класс"><extLst><x:ext xmlns:x="{MAIN}" '
        f'uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}"><x15:tableSlicerCache xmlns:x15="{later}" tableId="1" column="1"/></x:ext>'
        "</extLst></slicerCacheDefinition>",
        "application/vnd.ms-excel.slicerCache+xml",
    )
    slicer = package.add(
        "xl/slicers/slicer1.xml",
        f'<slicers xmlns="{main}"><slicer name="Класс" cache="Срез_Класс" caption="Класс" rowHeight="241300"/></slicers>',
        "application/vnd.ms-excel.slicer+xml",
    )
    tie = package.tie(package.book, f"{MICROSOFT}/2007/relationships/slicerCache", cache)
    package.put(
        package.book,
        '<extLst><ext uri="{46BE6895-7355-4a93-B00E-2C351335B9C9}"><x15:slicerCaches>'
        f'<x14:slicerCache r:id="{tie}"/></x15:slicerCaches></ext></extLst>',
    )
    package.put(package.book, '<definedNames><definedName name="Срез_Класс">#N/A</definedName></definedNames>')
    sheet = package.sheet(JOURNAL)
    tie = package.tie(sheet, f"{MICROSOFT}/2007/relationships/slicer", slicer)
    package.put(
        sheet,
        '<extLst><ext uri="{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}"><x14:slicerList>'
        f'<x14:slicer r:id="{tie}"/></x14:slicerList></ext></extLst>',
    )


def threads(package: Package) -> None:
    """A conversation on C2: the note that old programs see, the thread itself, and who speaks."""
    sheet = package.sheet(JOURNAL)
    package.replace("xl/comments1.xml", "</authors>", f"<author>tc={THREAD}</author></authors>")
    author = package.parts["xl/comments1.xml"].count(b"<author>") - 1
    package.replace(
        "xl/comments1.xml",
        "</commentList>",
        f'<comment ref="C2" authorId="{author}" shapeId="0" xr:uid="{THREAD}" xmlns:xr="{MICROSOFT}/spreadsheetml/2014/revision">'
        "<text><t>[Цепочка примечаний]\n\nПримечание:\n    Была ли пересдача?\nОтвет:\n    Да, 12.09.</t></text></comment></commentList>",
    )
    package.replace(
        "xl/drawings/vmlDrawing1.vml",
        "</xml>",
        '<v:shape id="_x0000_s1050" type="#_x0000_t202" style="position:absolute;margin-left:200pt;margin-top:20pt;width:96pt;height:55pt;'
        'z-index:9;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><x:ClientData ObjectType="Note">'
        "<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>3, 15, 1, 2, 5, 31, 5, 1</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>1</x:Row>"
        "<x:Column>2</x:Column></x:ClientData></v:shape></xml>",
    )
    space = f"{MICROSOFT}/spreadsheetml/2018/threadedcomments"
    thread = package.add(
        "xl/threadedComments/threadedComment1.xml",
        f'<ThreadedComments xmlns="{space}"><threadedComment ref="C2" dT="2025-09-12T08:00:00.00" personId="{PERSON}" id="{THREAD}">'
        f'<text>Была ли пересдача?</text></threadedComment><threadedComment ref="C2" dT="2025-09-12T09:00:00.00" personId="{PERSON}" '
        f'id="{ANSWER}" parentId="{THREAD}"><text>Да, 12.09.</text></threadedComment></ThreadedComments>',
        "application/vnd.ms-excel.threadedcomments+xml",
    )
    package.tie(sheet, f"{MICROSOFT}/2017/10/relationships/threadedComment", thread)
    person = package.add(
        "xl/persons/person.xml",
        f'<personList xmlns="{space}"><person displayName="Смирнова О. П." id="{PERSON}" userId="teacher" providerId="None"/></personList>',
        "application/vnd.ms-excel.person+xml",
    )
    package.tie(package.book, f"{MICROSOFT}/2017/10/relationships/person", person)


def printer(package: Package) -> None:
    """Settings of a printer, as Windows keeps them."""
    package.ending("bin", f"{MEDIA}.printerSettings")
    part = package.add("xl/printerSettings/printerSettings1.bin", "Принтер 1".encode("utf-16-le").ljust(220, b"\0"))
    sheet = package.sheet(JOURNAL)
    tie = package.tie(sheet, f"{OFFICE}/printerSettings", part)
    package.change(sheet, lambda root: root.find(f"{{{MAIN}}}pageSetup").set(f"{{{OFFICE}}}id", tie))


def custom_xml(package: Package) -> None:
    """Data of some program, as Power Query and document systems keep them."""
    item = package.add("customXml/item1.xml", '<journal xmlns="urn:school:journal" class="7А"><teacher>Смирнова О. П.</teacher></journal>')
    properties = package.add(
        "customXml/itemProps1.xml",
        '<ds:datastoreItem ds:itemID="{5C5A2E1B-7D3F-4B52-8F10-1D2E3F405162}" '
        'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs/></ds:datastoreItem>',
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    )
    package.tie(package.book, f"{OFFICE}/customXml", item)
    package.tie(item, f"{OFFICE}/customXmlProps", properties)


def external_link(package: Package) -> None:
    """A formula that takes a value from another file, with the values that were seen there."""
    part = package.add(
        "xl/externalLinks/externalLink1.xml",
        f'<externalLink xmlns="{MAIN}" xmlns:r="{OFFICE}"><externalBook r:id="rId1"><sheetNames><sheetName val="Лист1"/></sheetNames>'
        '<sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1"><v>7</v></cell></row></sheetData></sheetDataSet></externalBook>'
        "</externalLink>",
        f"{MEDIA}.externalLink+xml",
    )
    package.tie(part, f"{OFFICE}/externalLinkPath", "file:///C:/school/План.xlsx", outside=True)
    tie = package.tie(package.book, f"{OFFICE}/externalLink", part)
    package.put(package.book, f'<externalReferences><externalReference r:id="{tie}"/></externalReferences>')
    package.put(package.sheet(LISTS), '<sheetData><row r="7"><c r="A7"><f>[1]Лист1!$A$1</f><v>7</v></c></row></sheetData>')


def connection(package: Package) -> None:
    """A connection to a text file."""
    part = package.add(
        "xl/connections.xml",
        f'<connections xmlns="{MAIN}"><connection id="1" name="Выгрузка" type="6" refreshedVersion="6" background="1">'
        '<textPr sourceFile="C:\\school\\export.csv"><textFields><textField/></textFields></textPr></connection></connections>',
        f"{MEDIA}.connections+xml",
    )
    package.tie(package.book, f"{OFFICE}/connections", part)


def calculation_chain(package: Package) -> None:
    """The order in which Excel last worked out the formulas."""
    chain = "".join(
        f'<c r="{cell}" i="{sheet}"/>' for cell, sheet in (("B2", 2), ("B1", 2), ("B6", 1), *((f"D{n}", 1) for n in (5, 4, 3, 2)))
    )
    part = package.add("xl/calcChain.xml", f'<calcChain xmlns="{MAIN}">{chain}</calcChain>', f"{MEDIA}.calcChain+xml")
    package.tie(package.book, f"{OFFICE}/calcChain", part)


def pivot(package: Package) -> None:
    """A pivot table of marks by student, at A20 of the sheet of lists, with its cache and the records it remembers."""
    names = ("Иванова Анна", "Петров Пётр", "Сидорова Вера", "Тихонов Олег")
    items = "".join(f'<s v="{name}"/>' for name in names)
    cache = package.add(
        "xl/pivotCache/pivotCacheDefinition1.xml",
        f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{OFFICE}" r:id="rId1" refreshedBy="Учитель" refreshedDate="45900" '
        'createdVersion="6" refreshedVersion="6" minRefreshableVersion="3" recordCount="4"><cacheSource type="worksheet">'
        f'<worksheetSource ref="A1:B5" sheet="{JOURNAL}"/></cacheSource><cacheFields count="2"><cacheField name="Обучающийся" numFmtId="0">'
        f'<sharedItems count="4">{items}</sharedItems></cacheField><cacheField name="Алгебра" numFmtId="0"><sharedItems '
        'containsSemiMixedTypes="0" containsString="0" containsNumber="1" containsInteger="1" minValue="2" maxValue="5"/></cacheField>'
        "</cacheFields></pivotCacheDefinition>",
        f"{MEDIA}.pivotCacheDefinition+xml",
    )
    marks = "".join(f'<r><x v="{number}"/><n v="{mark}"/></r>' for number, mark in enumerate((5, 3, 4, 2)))
    records = package.add(
        "xl/pivotCache/pivotCacheRecords1.xml",
        f'<pivotCacheRecords xmlns="{MAIN}" count="4">{marks}</pivotCacheRecords>',
        f"{MEDIA}.pivotCacheRecords+xml",
    )
    package.tie(cache, f"{OFFICE}/pivotCacheRecords", records)
    tie = package.tie(package.book, f"{OFFICE}/pivotCacheDefinition", cache)
    package.put(package.book, f'<pivotCaches><pivotCache cacheId="1" r:id="{tie}"/></pivotCaches>')
    fields = "".join(f'<item x="{number}"/>' for number in range(4))
    lines = "".join(f'<i><x v="{number}"/></i>' if number else "<i><x/></i>" for number in range(4))
    table = package.add(
        "xl/pivotTables/pivotTable1.xml",
        f'<pivotTableDefinition xmlns="{MAIN}" name="Сводная1" cacheId="1" dataCaption="Значения" updatedVersion="6" createdVersion="6" '
        'minRefreshableVersion="3" outline="1" outlineData="1"><location ref="A20:B25" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/>'
        f'<pivotFields count="2"><pivotField axis="axisRow" showAll="0"><items count="5">{fields}<item t="default"/></items></pivotField>'
        f'<pivotField dataField="1" showAll="0"/></pivotFields><rowFields count="1"><field x="0"/></rowFields><rowItems count="5">{lines}'
        '<i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems><dataFields count="1"><dataField name="Сумма" fld="1" '
        'baseField="0" baseItem="0"/></dataFields></pivotTableDefinition>',
        f"{MEDIA}.pivotTable+xml",
    )
    sheet = package.sheet(LISTS)
    package.tie(sheet, f"{OFFICE}/pivotTable", table)
    package.tie(table, f"{OFFICE}/pivotCacheDefinition", cache)
    table_lines: list[tuple[str, object]] = [("Названия строк", "Сумма"), *zip(names, (5, 3, 4, 2), strict=True), ("Общий итог", 14)]
    package.put(sheet, "<sheetData>" + "".join(_text_row(20 + number, line) for number, line in enumerate(table_lines)) + "</sheetData>")


def _text_row(row: int, values: tuple[str, object]) -> str:
    name, value = values
    second = f'<c r="B{row}"><v>{value}</v></c>' if isinstance(value, int) else _text(f"B{row}", str(value))
    return f'<row r="{row}">{_text(f"A{row}", name)}{second}</row>'


def _text(cell: str, text: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>'


def revision_marks(package: Package) -> None:
    """What Excel itself writes into every sheet: prefixes that may be ignored, heights of a later edition, ids of revision."""
    sheet = package.sheet(JOURNAL)
    marks = f'xmlns:xr="{MICROSOFT}/spreadsheetml/2014/revision" xr:uid="{{00000000-0001-0000-0000-000000000000}}"'
    if b"mc:Ignorable" in package.parts[sheet]:
        package.replace(sheet, 'mc:Ignorable="x14ac"', f'mc:Ignorable="x14ac xr" {marks}')
    else:
        space, later = "http://schemas.openxmlformats.org/markup-compatibility/2006", f"{MICROSOFT}/spreadsheetml/2009/9/ac"
        marks = f'xmlns:mc="{space}" mc:Ignorable="x14ac xr" xmlns:x14ac="{later}" {marks}'
        package.replace(sheet, f'<worksheet xmlns="{MAIN}"', f'<worksheet xmlns="{MAIN}" {marks}')
        package.replace(sheet, '<row r="3" ', '<row r="3" x14ac:dyDescent="0.25" ')
    package.replace(
        package.book,
        "<bookViews>",
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x15">'
        '<x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" url="C:\\school\\"/></mc:Choice>'
        "</mc:AlternateContent><bookViews>",
    )
